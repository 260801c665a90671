package dev.holdfast.chaos.fault.clock;

import java.time.Duration;
import java.util.Set;

/**
 * By how much which clocks are set wrong.
 *
 * @param offset what is added to a clock's time; negative for a clock that is behind
 * @param clocks at least one
 */
public record Shift(Duration offset, Set<ClockId> clocks) {
    public Shift {
        if (offset.isZero()) {
            throw new IllegalArgumentException("offset: must not be zero, given " + offset);
        }
        if (clocks.isEmpty()) {
            throw new IllegalArgumentException("clocks: must not be empty, given " + clocks);
        }
        clocks = Set.copyOf(ClockId.withTwins(clocks));
    }

    /** Returns what this adds to a clock. */
    Duration of(ClockId clock) {
        return clocks.contains(clock) ? offset : Duration.ZERO;
    }

    /** Returns the shift that takes this one back. */
    Shift reversed() {
        return new Shift(offset.negated(), clocks);
    }
}
