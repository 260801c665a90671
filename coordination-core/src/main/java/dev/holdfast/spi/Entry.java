package dev.holdfast.spi;

import java.util.Objects;

/** A value of a key at one revision. Immutable. */
public final class Entry {

    private final String key;
    private final byte[] value;
    private final long revision;

    /**
     * Creates an entry; the value is copied.
     *
     * @param revision the position of this value in the store's order: a later value of the key has a higher one
     */
    public Entry(String key, byte[] value, long revision) {
        this.key = Objects.requireNonNull(key, "key");
        this.value = value.clone();
        this.revision = revision;
    }

    public String key() {
        return key;
    }

    /** Returns a copy of the value. */
    public byte[] value() {
        return value.clone();
    }

    public long revision() {
        return revision;
    }

    @Override
    public String toString() {
        return key + '@' + revision + " (" + value.length + " bytes)";
    }
}
