package dev.holdfast.chaos.fault.clock;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a process's clock is ahead of this program's, as one or several looks at it tell: somewhere between two bounds, both
 * included, since a process tells whole seconds only and an answer takes its time.
 */
record Reading(long leastMs, long mostMs) {

    /** What is known before the first look. */
    static final Reading UNKNOWN = new Reading(Long.MIN_VALUE, Long.MAX_VALUE);

    /** The clocks of two processes are not rounded to milliseconds alike. */
    private static final long ROUNDING_MS = 2;

    /** Returns what follows from a process's time in whole seconds, told between two points of this program's time. */
    static Reading of(Instant told, Instant asked, Instant answered) {
        return new Reading(
                told.toEpochMilli() - answered.toEpochMilli(), told.toEpochMilli() + 999 - asked.toEpochMilli());
    }

    /** Returns what both say, as long as the clock was not set between them. */
    Reading and(Reading other) {
        return new Reading(Math.max(leastMs, other.leastMs), Math.min(mostMs, other.mostMs));
    }

    /** Returns whether the clock may be set wrong by exactly that. */
    boolean allows(Duration offset) {
        long ms = Math.floorDiv(offset.toNanos(), 1_000_000L);
        return ms >= leastMs - ROUNDING_MS && ms <= mostMs + ROUNDING_MS;
    }

    /** Returns the middle of the bounds. */
    double middleMs() {
        return leastMs + (mostMs - leastMs) / 2.0;
    }

    @Override
    public String toString() {
        return leastMs + " to " + mostMs + " ms";
    }
}
