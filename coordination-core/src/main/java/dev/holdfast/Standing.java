package dev.holdfast;

import java.time.Duration;

/**
 * How a candidate stands for election.
 *
 * @param minimumTerm how long leadership is kept at least once it is won, so that it does not flap: a term that returns,
 *     throws or is to resign earlier goes on holding it, idle, until then. Losing it, or closing the candidacy, ends it all
 *     the same
 * @param givesWay whether the candidate, while it waits, lets the one pass that a leader wants to be next: see
 *     {@link Candidacy#handOver}. It watches one key for that
 */
public record Standing(Duration minimumTerm, boolean givesWay) {

    /** No minimum, and gives way to nobody: an election that costs nothing extra. */
    public static final Standing PLAIN = new Standing(Duration.ZERO, false);

    public Standing {
        if (minimumTerm.isNegative()) {
            throw new IllegalArgumentException("minimumTerm must be >= 0, was " + minimumTerm);
        }
    }
}
