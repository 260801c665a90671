package dev.holdfast.reports.history;

/** A line of a history, or a field in it, that does not say what it must. The message names the place and the rule. */
public final class BadHistory extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadHistory(String message) {
        super(message);
    }

    public BadHistory(String message, Throwable cause) {
        super(message, cause);
    }
}
