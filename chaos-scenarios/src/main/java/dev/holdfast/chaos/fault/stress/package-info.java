/**
 * Processors kept busy and memory kept full: StressChaos. {@link dev.holdfast.chaos.fault.stress.BurnerMain} is a program of
 * its own beside each target; where stress-ng is installed it burns the processors instead. Start reading at
 * {@code StressFault}.
 *
 * <p><b>Threads.</b> None here. The program has one thread for each worker, which burns or waits until the program ends,
 * and its main thread reads its input.
 */
@NullMarked
package dev.holdfast.chaos.fault.stress;

import org.jspecify.annotations.NullMarked;
