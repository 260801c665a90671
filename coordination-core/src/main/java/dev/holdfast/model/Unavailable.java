package dev.holdfast.model;

import org.jspecify.annotations.Nullable;

/**
 * The operation was certainly not applied: the store could not be reached, or the right was not to be had in the
 * time allowed. Trying again is safe, and of no use if the store has {@linkplain #isRefused refused} it.
 */
public final class Unavailable extends CoordinationException {

    private static final long serialVersionUID = 2;

    private final boolean refused;

    public Unavailable(String message) {
        this(message, null);
    }

    /** @param cause the store client's own error; null where there is none */
    public Unavailable(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private Unavailable(String message, @Nullable Throwable cause, boolean refused) {
        super(message, cause);
        this.refused = refused;
    }

    /**
     * Returns the error of a request to which the store says no, as it will again until somebody changes what the caller
     * may do, or what it asks for.
     *
     * @param cause the store client's own error; null where there is none
     */
    public static Unavailable refused(String message, @Nullable Throwable cause) {
        return new Unavailable(message, cause, true);
    }

    /** Returns whether the store was reached and said no: recipes that wait do not ask again. */
    public boolean isRefused() {
        return refused;
    }
}
