package dev.holdfast.chaos.scenario;

import java.util.Map;

/** A verdict that a scenario may expect of itself. */
public enum ExpectedVerdict {
    /** The claim held, and within the bounds. */
    HOLDS,
    /** Nothing unsafe happened, and a bound on time was exceeded, as the scenario's fault makes unavoidable. */
    DEGRADED,
    /** The known flaw of a control was found. */
    CAUGHT,
    /** Nothing was tried: no fault took effect, or too little was done. */
    VACUOUS;

    static final Map<String, ExpectedVerdict> WORDS =
            Map.of("HOLDS", HOLDS, "DEGRADED", DEGRADED, "CAUGHT", CAUGHT, "VACUOUS", VACUOUS);
}
