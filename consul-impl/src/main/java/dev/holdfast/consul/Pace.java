package dev.holdfast.consul;

import java.time.Duration;

/**
 * How soon a loop asks again: at once as long as answers are sparse or come a few in a row, so that each change is told as
 * soon as the store knows it; a hundred times a second where they never end. Used by one request at a time.
 */
final class Pace {

    /** How many answers in a row may be followed by a question at once. */
    static final int BURST = 32;

    static final Duration EVERY = Duration.ofMillis(10);

    private static final long ALLOWED_NANOS = BURST * EVERY.toNanos();

    /** How far the answers so far are ahead of the lasting rate. */
    private volatile long aheadNanos;

    private volatile long lastNanos;

    Pace(long nowNanos) {
        this.lastNanos = nowNanos;
    }

    /** Counts an answer; returns how long to rest before the next question. */
    Duration rest(long nowNanos) {
        long ahead = Math.max(0, aheadNanos - (nowNanos - lastNanos)) + EVERY.toNanos();
        aheadNanos = ahead;
        lastNanos = nowNanos;
        return Duration.ofNanos(Math.max(0, ahead - ALLOWED_NANOS));
    }
}
