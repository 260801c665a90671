package dev.holdfast.etcd;

import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.etcd.Watched.Reading;
import dev.holdfast.spi.Ticker;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.WatchResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The state of one watch: first watch, then read, so that nothing falls between the two. Used on the event loop alone.
 */
final class Subscription {

    private static final long RETRY_MS = 100;

    private final Watched watched;
    private final long known;
    private final Calls calls;
    private final EventLoop loop;
    private final Ticker ticker;
    private final WatchCursor cursor = new WatchCursor();
    private final List<WatchResponse> early = new ArrayList<>();
    private int round;
    private long missingAt;
    private boolean newEpoch;
    private boolean closed;

    /** @param known the revision at which the state is known to the watched already; 0 if it is not */
    Subscription(Watched watched, long known, Calls calls, EventLoop loop, Ticker ticker) {
        this.watched = watched;
        this.known = known;
        this.calls = calls;
        this.loop = loop;
        this.ticker = ticker;
    }

    Watched watched() {
        return watched;
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

    /**
     * The watch was created at a member that had this revision. A watch without a start has begun there; one that
     * resumes gets everything since its cursor.
     */
    void created(long revision) {
        if (cursor.isPlaced()) {
            return;
        }
        early.clear();
        round++;
        if (known > 0 && round == 1 && revision <= known) {
            // nothing was written since
            cursor.place(known);
        } else {
            read(round);
        }
    }

    private void read(int forRound) {
        long sent = ticker.nanos();
        RangeRequest request = watched.read().build();
        calls.once(KVGrpc.getRangeMethod(), request)
                .thenAccept(reply -> loop.execute(() -> answered(reply, forRound, sent)));
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
            List<WatchResponse> waiting = List.copyOf(early);
            early.clear();
            waiting.forEach(this::received);
        } else {
            loop.after(TimeUnit.MILLISECONDS.toNanos(RETRY_MS), () -> {
                if (!closed && forRound == round) {
                    read(forRound);
                }
            });
        }
    }

    /** Events came. */
    void received(WatchResponse response) {
        if (closed) {
            return;
        }
        if (!cursor.isPlaced()) {
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
        early.clear();
        missingAt = 0;
        round++;
        newEpoch |= ofNewEpoch;
    }

    /** Returns whether a reading showed more than was told, and nothing has come from one audit to the next. */
    boolean isMissingEvents(Reading reading) {
        long stuckAt = missingAt;
        missingAt = watched.isTold(reading) ? 0 : cursor.next();
        if (missingAt > 0 && missingAt == stuckAt) {
            missingAt = 0;
            return true;
        }
        return false;
    }
}
