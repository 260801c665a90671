package dev.holdfast.model;

import org.jspecify.annotations.Nullable;

/**
 * The operation was certainly not applied: the store could not be reached, or the right was not to be had in the
 * time allowed. Trying again is safe.
 */
public final class Unavailable extends CoordinationException {

    private static final long serialVersionUID = 1;

    public Unavailable(String message) {
        this(message, null);
    }

    /** @param cause the store client's own error; null where there is none */
    public Unavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
