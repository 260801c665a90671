/** What is done to machines and their processes: PhysicalMachineChaos. */
@NullMarked
package dev.holdfast.chaos.fault.machine;

import org.jspecify.annotations.NullMarked;
