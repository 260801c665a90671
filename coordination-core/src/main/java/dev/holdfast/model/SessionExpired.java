package dev.holdfast.model;

import org.jspecify.annotations.Nullable;

/**
 * The session that carried the operation is over. All that was held through it is lost; a new session is being made.
 */
public final class SessionExpired extends CoordinationException {

    private static final long serialVersionUID = 1;

    public SessionExpired(String message) {
        this(message, null);
    }

    /** @param cause the store client's own error; null where there is none */
    public SessionExpired(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
