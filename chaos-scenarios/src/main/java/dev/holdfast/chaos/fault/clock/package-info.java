/**
 * Clocks that are set wrong for single processes: TimeChaos, and action {@code clock} of PhysicalMachineChaos. A process reads
 * its clocks through the vDSO, code that the kernel maps into it; its own copy of that code is changed through
 * {@code /proc/PID/mem} while it stands still. Start reading at {@link dev.holdfast.chaos.fault.clock.ClockSkew}, then
 * {@code SkewedProcess}; what it writes is {@code SkewBlock}, what shows the effect {@code WallClock}.
 */
@NullMarked
package dev.holdfast.chaos.fault.clock;

import org.jspecify.annotations.NullMarked;
