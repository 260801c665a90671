/** JMH benchmarks of what needs no server: the cost of asking a grant, of a guard, and of the recipes' own code. */
@NullMarked
package dev.holdfast.bench.inprocess;

import org.jspecify.annotations.NullMarked;
