package dev.holdfast.spi;

import dev.holdfast.model.SessionExpired;
import java.util.Objects;

/** What must be true of a key for a write to be applied. */
public sealed interface WriteCondition {

    /** Nothing: the write replaces whatever is there. */
    record Always() implements WriteCondition {}

    /** The key has no value. */
    record Absent() implements WriteCondition {}

    /** The key's value is the one of this revision. */
    record AtRevision(long revision) implements WriteCondition {}

    /**
     * The entry of a place is still in its queue, and another condition holds too. Checked by the store in the same step
     * as the write; if the entry is gone the write is refused with {@link SessionExpired}.
     *
     * @param entry the place's {@link Place#entry()}
     * @param token its {@link Place#token()}
     * @param session the {@link Session#id()} of its session
     * @param and any condition but this one
     */
    record WhileHeld(String entry, long token, String session, WriteCondition and) implements WriteCondition {
        public WhileHeld {
            Objects.requireNonNull(entry, "entry");
            Objects.requireNonNull(session, "session");
            if (and instanceof WhileHeld) {
                throw new IllegalArgumentException("a write is guarded by one place at most");
            }
        }
    }
}
