package dev.holdfast.etcd;

import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.WatchResponse;
import java.util.List;

/**
 * Where one watch stands in the store's history: everything before {@link #next} is known. Only what was read or
 * delivered moves it; that a watch was created never does, for a stream may break before it has delivered anything.
 *
 * <p>Source: {@code watchGrpcStream.serveSubstream}, https://github.com/etcd-io/etcd/blob/v3.5.16/client/v3/watch.go
 */
final class WatchCursor {

    private static final int FRAGMENT_FIELD = 7;

    private long next;

    /** Returns the first revision that is not known; 0 while nothing is. */
    long next() {
        return next;
    }

    boolean isPlaced() {
        return next > 0;
    }

    /** Everything up to a revision is known, by a read. */
    void place(long revision) {
        next = revision + 1;
    }

    /** What is known is of no use any more: the history was compacted, or is another one. */
    void reset() {
        next = 0;
    }

    /** Returns the events of a response that are not known yet, and moves behind them. */
    List<Event> advance(WatchResponse response) {
        List<Event> fresh = response.getEventsList().stream()
                .filter(event -> event.getKv().getModRevision() >= next)
                .toList();
        if (!fresh.isEmpty()) {
            long last = fresh.get(fresh.size() - 1).getKv().getModRevision();
            // the other events of this revision may come in the next fragment
            next = isFragment(response) ? last : last + 1;
        }
        return fresh;
    }

    private static boolean isFragment(WatchResponse response) {
        return response.getUnknownFields()
                .getField(FRAGMENT_FIELD)
                .getVarintList()
                .contains(1L);
    }
}
