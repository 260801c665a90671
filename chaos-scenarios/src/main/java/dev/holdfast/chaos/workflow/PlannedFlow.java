package dev.holdfast.chaos.workflow;

import java.time.Duration;

/**
 * A flow with its time.
 *
 * @param at    from the start of the plan
 * @param lasts how long at most; what it has in effect then is healed
 */
public record PlannedFlow(Flow flow, Duration at, Duration lasts) {
    public PlannedFlow {
        if (at.isNegative()) {
            throw new IllegalArgumentException("at: must not be negative, given " + at);
        }
        if (lasts.isNegative() || lasts.isZero()) {
            throw new IllegalArgumentException("lasts: must be longer than zero, given " + lasts);
        }
    }
}
