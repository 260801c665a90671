package dev.holdfast.reports.history;

/** The stages of a run, in the order in which they begin. */
public enum RunPhase {
    WARM_UP("warm-up"),
    BASELINE("baseline"),
    FAULT("fault"),
    RECOVER("recover"),
    FINAL("final");

    private final String text;

    RunPhase(String text) {
        this.text = text;
    }

    /** Returns the name used in the history and in reports. */
    public String text() {
        return text;
    }
}
