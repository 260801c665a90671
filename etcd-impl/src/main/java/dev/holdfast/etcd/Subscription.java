package dev.holdfast.etcd;

import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.etcd.Watched.Reading;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One watch, over all streams that carry it one after the other: first the state is read, then every event after it
 * arrives once and in order. Used on the event loop alone.
 */
final class Subscription {

    private static final long RETRY_MS = 100;
    private static final long NONE = -1;

    private final Watched watched;
    private final WatchHub hub;
    private final long known;
    private final WatchCursor cursor = new WatchCursor();

    /** What came before the state was known. */
    private List<WatchResponse> early = List.of();

    private int round;
    private long missingAt;
    private boolean newEpoch;
    private boolean closed;
    private long watchId = NONE;

    /** @param known the revision at which the state is known to the watched already; 0 if it is not */
    Subscription(Watched watched, long known, WatchHub hub) {
        this.watched = watched;
        this.known = known;
        this.hub = hub;
    }

    Watched watched() {
        return watched;
    }

    WatchHub hub() {
        return hub;
    }

    WatchCursor cursor() {
        return cursor;
    }

    /** Returns a number that changes whenever the state is read anew. */
    int round() {
        return round;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Returns the member's number of the watch on the present stream; {@link #NONE} if there is none yet. */
    long watchId() {
        return watchId;
    }

    /** There is no stream, and no watch on it, any more: what is being read then says nothing of what the next one misses. */
    void detach() {
        watchId = NONE;
        if (!cursor.isPlaced()) {
            round++;
        }
    }

    void attach(long id) {
        watchId = id;
    }

    /**
     * The watch was created at a member that had this revision. A watch without a start has begun there; one that
     * resumes gets everything since its cursor.
     */
    void created(long revision) {
        if (cursor.isPlaced()) {
            return;
        }
        early = List.of();
        round++;
        if (known > 0 && round == 1 && revision <= known) {
            // nothing was written since
            cursor.place(known);
        } else {
            read(round);
        }
    }

    private void read(int forRound) {
        long sent = hub.nanos();
        hub.read(watched.read().build()).thenAccept(reply -> hub.run(() -> answered(reply, forRound, sent)));
    }

    private void answered(Reply<RangeResponse> reply, int forRound, long sentNanos) {
        if (closed || forRound != round) {
            return;
        }
        if (reply instanceof Answered<RangeResponse> answered) {
            RangeResponse range = answered.value();
            long revision = range.getHeader().getRevision();
            cursor.place(revision);
            boolean begun = newEpoch;
            newEpoch = false;
            watched.state(new Reading(range, revision, sentNanos), begun);
            passEarly();
        } else {
            hub.after(TimeUnit.MILLISECONDS.toNanos(RETRY_MS), () -> {
                if (!closed && forRound == round) {
                    read(forRound);
                }
            });
        }
    }

    private void passEarly() {
        List<WatchResponse> waiting = early;
        early = List.of();
        waiting.forEach(this::received);
    }

    /** Events came. */
    void received(WatchResponse response) {
        if (closed) {
            return;
        }
        if (!cursor.isPlaced()) {
            if (early.isEmpty()) {
                early = new ArrayList<>();
            }
            early.add(response);
            return;
        }
        List<Event> fresh = cursor.advance(response);
        if (!fresh.isEmpty()) {
            watched.events(fresh);
        }
    }

    /** Forgets what is known; the watch must be created anew. */
    void restart(boolean ofNewEpoch) {
        cursor.reset();
        early = List.of();
        missingAt = 0;
        round++;
        newEpoch |= ofNewEpoch;
    }

    /** Returns whether a reading showed more than was told, and nothing has come from one audit to the next. */
    boolean isMissingEvents(Reading reading) {
        long stuckAt = missingAt;
        boolean told = watched.isTold(reading);
        missingAt = told ? 0 : cursor.next();
        if (told && !watched.wantsConfirming() && reading.revision() >= cursor.next()) {
            // it resumes from here: a member need not look through all that was written since it began
            cursor.place(reading.revision());
        }
        if (missingAt > 0 && missingAt == stuckAt) {
            missingAt = 0;
            return true;
        }
        return false;
    }
}
