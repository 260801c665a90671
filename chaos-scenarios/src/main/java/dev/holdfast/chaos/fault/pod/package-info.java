/** Pods and containers that are ended, or kept down: PodChaos. */
@NullMarked
package dev.holdfast.chaos.fault.pod;

import org.jspecify.annotations.NullMarked;
