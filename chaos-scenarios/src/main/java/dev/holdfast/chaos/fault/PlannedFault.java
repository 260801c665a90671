package dev.holdfast.chaos.fault;

import java.time.Duration;

/**
 * A fault with its time.
 *
 * @param at    from the start of the plan
 * @param lasts how long; zero for a fault that is over as soon as it is done
 */
public record PlannedFault(Fault fault, Duration at, Duration lasts) {
    public PlannedFault {
        if (at.isNegative()) {
            throw new IllegalArgumentException("at: must not be negative, given " + at);
        }
        if (fault.isOneShot() != lasts.isZero() || lasts.isNegative()) {
            throw new IllegalArgumentException("lasts: must be zero for '" + fault.name()
                    + "' if it is over as soon as it is done, and longer otherwise, given " + lasts);
        }
    }
}
