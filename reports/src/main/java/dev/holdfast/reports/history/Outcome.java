package dev.holdfast.reports.history;

/** How an operation ended: it happened, it certainly did not, or it cannot be known. */
public enum Outcome {
    OK,
    FAIL,
    INFO
}
