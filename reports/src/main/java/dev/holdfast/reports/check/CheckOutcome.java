package dev.holdfast.reports.check;

/** What a check found: nothing wrong, a violation, no decision, or nothing to look at. */
public enum CheckOutcome {
    VALID,
    INVALID,
    UNKNOWN,
    NOT_APPLICABLE
}
