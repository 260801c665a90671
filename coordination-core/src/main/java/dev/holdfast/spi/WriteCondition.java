package dev.holdfast.spi;

/** What must be true of a key for a write to be applied. */
public sealed interface WriteCondition {

    /** Nothing: the write replaces whatever is there. */
    record Always() implements WriteCondition {}

    /** The key has no value. */
    record Absent() implements WriteCondition {}

    /** The key's value is the one of this revision. */
    record AtRevision(long revision) implements WriteCondition {}
}
