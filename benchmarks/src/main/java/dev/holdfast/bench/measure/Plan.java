package dev.holdfast.bench.measure;

import java.time.Duration;

/**
 * How long and how often is measured.
 *
 * @param rounds of each measurement; in each, every contender has its turn
 * @param burst how long a turn lasts
 * @param warmUp how long each contender runs before the first round
 * @param pace between two writes that are watched
 * @param failovers of each kind, for each contender
 * @param locks held by one process at once
 * @param waiters of one process for one lock at once
 */
public record Plan(int rounds, Duration burst, Duration warmUp, Duration pace, int failovers, int locks, int waiters) {

    public Plan {
        if (rounds < 1 || failovers < 1 || locks < 1 || waiters < 1) {
            throw new IllegalArgumentException("rounds, fail-overs, locks, waiters: must be positive");
        }
    }
}
