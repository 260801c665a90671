package dev.holdfast;

import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.WriteCondition;
import java.util.Objects;

/** The condition that a grant is still held, for writes to the store that granted it. Immutable. */
public final class WhileHeld {

    private final Grant grant;

    private WhileHeld(Grant grant) {
        this.grant = grant;
    }

    /** Returns the condition that a grant is still held. */
    public static WhileHeld whileHeld(Grant grant) {
        return new WhileHeld(Objects.requireNonNull(grant, "grant"));
    }

    /** A write with a condition. */
    @FunctionalInterface
    interface Write {
        long write(WriteCondition condition) throws InterruptedException;
    }

    /** Writes under the condition, and has the grant know if the write may arrive later than its answer was waited for. */
    long guarded(Coordination coordination, WriteCondition and, Write write) throws InterruptedException {
        if (!grant.isOf(coordination)) {
            throw new IllegalArgumentException(
                    "a write is guarded by a grant of the same connection, was " + grant + " of another one");
        }
        if (!grant.isHeld()) {
            throw new SessionExpired(grant + " is no longer held; the write that it was to guard was not begun");
        }
        try {
            return write.write(grant.guard(and));
        } catch (Indeterminate | InterruptedException e) {
            grant.writeMayBeUnderWay();
            throw e;
        }
    }
}
