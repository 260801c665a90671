package dev.holdfast.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchCreateRequest;
import java.util.List;

/** Something in the store that is watched. All methods are called on the event loop. */
interface Watched {

    /** Returns what is watched: keys and filters. */
    WatchCreateRequest.Builder watch();

    /** Returns the read that tells the state of what is watched. */
    RangeRequest.Builder read();

    /**
     * The state is this: told first, unless the state was known, and whenever events may have been missed.
     *
     * @param newEpoch whether the store's history began anew since the last call
     */
    void state(Reading reading, boolean newEpoch);

    /** Something happened after the last state or event. */
    void events(List<Event> events);

    /**
     * The store was read again, to see whether events are missing.
     *
     * @return whether all that the reading shows has been told before; if not, its events should be on their way
     */
    boolean isTold(Reading reading);

    /** Returns whether somebody wants to hear regularly that what was told is the latest. */
    default boolean wantsConfirming() {
        return true;
    }

    /**
     * A linearizable read and its answer.
     *
     * @param revision the revision of the store that was read
     * @param sentNanos when the read was sent
     */
    record Reading(RangeResponse range, long revision, long sentNanos) {}
}
