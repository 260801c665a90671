package dev.holdfast.model;

import org.jspecify.annotations.Nullable;

/**
 * Says that an operation did not end as asked. The four kinds differ in what is now known of it: {@link Unavailable}
 * (certainly not applied), {@link Indeterminate} (may have been applied), {@link SessionExpired} (the session that
 * carried it is over) and {@link Conflict} (refused by the store, because its condition did not hold).
 *
 * <p>The message says what was tried, on what, and what is now known.
 */
public abstract sealed class CoordinationException extends RuntimeException
        permits Unavailable, Indeterminate, SessionExpired, Conflict {

    private static final long serialVersionUID = 1;

    /** @param cause the store client's own error; null where there is none */
    CoordinationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
