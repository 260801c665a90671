package dev.holdfast;

import java.time.Duration;

/**
 * Whether a lock may pass from one thread of a process to the next without asking the store. Such a hand-off costs no
 * round trip; the grants that follow one another so carry the same token, and other processes wait until the last of
 * them. A {@link FencingGuard} lets all of them through.
 *
 * @param maxHolds how many grants in a row at most may share one entry; 1 for no hand-off
 * @param maxTime how long after the first of them the last may begin at most
 */
public record HandOff(int maxHolds, Duration maxTime) {

    /** Every grant has an entry and a token of its own. */
    public static final HandOff NONE = new HandOff(1, Duration.ZERO);

    public HandOff {
        if (maxHolds < 1) {
            throw new IllegalArgumentException("maxHolds must be >= 1, was " + maxHolds);
        }
        if (maxTime.isNegative()) {
            throw new IllegalArgumentException("maxTime must be >= 0, was " + maxTime);
        }
    }

    /** Returns whether there may be a hand-off at all. */
    boolean isAllowed() {
        return maxHolds > 1;
    }
}
