package dev.holdfast.model;

import org.jspecify.annotations.Nullable;

/**
 * The store refused the operation, because its condition did not hold: another writer was first. Certainly not applied.
 */
public final class Conflict extends CoordinationException {

    private static final long serialVersionUID = 1;

    public Conflict(String message) {
        this(message, null);
    }

    /** @param cause the store client's own error; null where there is none */
    public Conflict(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
