package dev.holdfast.spi;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a watch knows of a key: a value, or that there is none. Immutable. */
public final class EntryState {

    private final @Nullable Entry entry;
    private final long revision;
    private final boolean epochChanged;

    private EntryState(@Nullable Entry entry, long revision, boolean epochChanged) {
        this.entry = entry;
        this.revision = revision;
        this.epochChanged = epochChanged;
    }

    public static EntryState present(Entry entry) {
        return new EntryState(Objects.requireNonNull(entry, "entry"), entry.revision(), false);
    }

    /**
     * Returns the state of a key that has no value.
     *
     * @param revision a position in the store's order at which the key was absent; newer than every state before
     */
    public static EntryState absent(long revision) {
        return new EntryState(null, revision, false);
    }

    /** Returns the same state, told as the first of a new history: the store was restored or replaced. */
    public EntryState ofNewEpoch() {
        return new EntryState(entry, revision, true);
    }

    public Optional<Entry> entry() {
        return Optional.ofNullable(entry);
    }

    /** Returns the state's position in the store's order; rises from state to state within one epoch. */
    public long revision() {
        return revision;
    }

    /** Returns whether the store's history began anew before this state, so that revisions may have gone back. */
    public boolean epochChanged() {
        return epochChanged;
    }
}
