package dev.holdfast.model;

import org.jspecify.annotations.Nullable;

/**
 * The operation may have been applied, now or later: a request left and no answer came. Only a read of the store, or
 * the end of the session, can tell.
 */
public final class Indeterminate extends CoordinationException {

    private static final long serialVersionUID = 1;

    public Indeterminate(String message) {
        this(message, null);
    }

    /** @param cause the store client's own error; null where there is none */
    public Indeterminate(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
