package dev.holdfast.reports.history;

/** Whether a fault begins or is over. */
public enum FaultPhase {
    STARTED,
    ENDED
}
