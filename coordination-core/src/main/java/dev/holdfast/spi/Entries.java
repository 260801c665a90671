package dev.holdfast.spi;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.SessionExpired;
import java.util.Optional;

/**
 * The second primitive: versioned values that are read linearizably, written conditionally, and watched without ever
 * missing the latest one. Config watch, counter, barrier and membership are this.
 *
 * <p>A key is one or more plain segments joined by {@code /}.
 */
public interface Entries {

    /**
     * Reads linearizably: the answer is at least as new as every write that was answered before the call.
     *
     * @throws CoordinationException see its kinds
     */
    Optional<Entry> read(String key, Deadline deadline) throws InterruptedException;

    /**
     * Writes, if the condition holds.
     *
     * @return the entry as written
     * @throws Conflict if the condition did not hold
     * @throws SessionExpired if the place that was to guard it is no longer in its queue
     * @throws CoordinationException see its kinds
     */
    Entry write(String key, byte[] value, WriteCondition condition, Deadline deadline) throws InterruptedException;

    /**
     * Removes, if the condition holds.
     *
     * @return whether there was something to remove
     * @throws Conflict if the condition did not hold
     * @throws SessionExpired if the place that was to guard it is no longer in its queue
     * @throws CoordinationException see its kinds
     */
    boolean delete(String key, WriteCondition condition, Deadline deadline) throws InterruptedException;

    /**
     * Watches a key until closed. Returns at once; connecting is retried for ever with back-off. The listener gets the
     * state of the key at or after the call first, then strictly newer states; the latest always arrives.
     */
    Contention.Observation watch(String key, EntryListener listener);

    /** Gets what a watch sees. Called in order, one call at a time. */
    interface EntryListener {

        /** The key has this state, which differs from the last one told. */
        void changed(EntryState state);

        /** The store confirmed that the last state told was the newest at {@code atNanos}, a send time on the ticker. */
        void confirmed(long atNanos);
    }
}
