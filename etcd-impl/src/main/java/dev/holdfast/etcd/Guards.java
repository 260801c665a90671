package dev.holdfast.etcd;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Has keys watched that have been of use for a while: a right that is held for less never needs a watch, since the end of
 * its session ends it anyway. Used on the event loop alone.
 */
final class Guards {

    private final EventLoop loop;
    private final long afterNanos;
    private final Queue<Young> young = new ArrayDeque<>();

    Guards(EventLoop loop, Duration after) {
        this.loop = loop;
        this.afterNanos = after.toNanos();
    }

    private record Young(OwnKey key, long sinceNanos) {}

    void add(OwnKey key, long nowNanos) {
        young.add(new Young(key, nowNanos));
        if (young.size() == 1) {
            guardLater(afterNanos);
        }
    }

    private void guardLater(long nanos) {
        var unused = loop.after(nanos, this::guard);
    }

    private void guard() {
        Young oldest = young.poll();
        if (oldest == null) {
            return;
        }
        oldest.key.watch();
        // all that were added within the next moment are taken along
        long until = oldest.sinceNanos + afterNanos / 10;
        for (Young next = young.peek(); next != null; next = young.peek()) {
            if (next.sinceNanos - until > 0) {
                guardLater(next.sinceNanos - oldest.sinceNanos);
                return;
            }
            young.remove().key.watch();
        }
    }
}
