package dev.holdfast;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A config value at one revision, or its absence. Immutable.
 *
 * @param <T> the decoded type
 */
public final class Versioned<T> {

    private final @Nullable T value;
    private final long revision;
    private final boolean epochChanged;

    private Versioned(@Nullable T value, long revision, boolean epochChanged) {
        this.value = value;
        this.revision = revision;
        this.epochChanged = epochChanged;
    }

    static <T> Versioned<T> present(T value, long revision, boolean epochChanged) {
        return new Versioned<>(Objects.requireNonNull(value, "value"), revision, epochChanged);
    }

    static <T> Versioned<T> absent(long revision, boolean epochChanged) {
        return new Versioned<>(null, revision, epochChanged);
    }

    public boolean isPresent() {
        return value != null;
    }

    /**
     * Returns the value.
     *
     * @throws NoSuchElementException if the key has none
     */
    public T value() {
        return optional().orElseThrow(() -> new NoSuchElementException("no value at revision " + revision));
    }

    public Optional<T> optional() {
        return Optional.ofNullable(value);
    }

    /** Returns the position in the store's order; a newer state of the key has a higher one, within one epoch. */
    public long revision() {
        return revision;
    }

    /** Returns whether the store's history began anew before this state: it was restored from a copy, or replaced. */
    public boolean epochChanged() {
        return epochChanged;
    }

    @Override
    public String toString() {
        return (value == null ? "absent" : value) + "@" + revision;
    }
}
