package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Queues that are known to be empty up to a number: an own node was alone in the queue, and was removed. The queue's node
 * counts all that were ever made below it, so an own node that is given the very next number is alone again, and the
 * queue need not be read. Source: {@code PrepRequestProcessor.pRequest2TxnCreate} of ZooKeeper 3.9.5.
 *
 * <p>A queue's node that was removed and made again counts from the beginning. So it is watched for as long as this is
 * relied on, and nothing is known over a reconnect: the event of the removal is heard before the answer of whatever was
 * made later. Only a queue that was free several times in a row is watched, by a watch that fires for nothing else.
 */
final class Clearings implements Follower, WatchRouter.PathListener {

    private static final int QUEUES_MAX = 1024;

    /** How often in a row nobody has come in between before a queue is watched. */
    private static final int ROW = 4;

    private static final long UNKNOWN = -1;

    private final WatchRouter watches;
    private final Object lock = new Object();

    /** By path, the one that was used longest ago first. */
    @GuardedBy("lock")
    private final Map<String, Clearing> clearings = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What is known of one queue in one session.
     *
     * @param upTo the number up to which no node is left
     * @param row how often in a row nobody has come in between
     * @param isWatched whether the removal of the queue's node will be heard
     */
    private record Clearing(ZooKeeperSession session, long upTo, int row, boolean isWatched) {

        boolean isKnown(ZooKeeperSession inSession) {
            return session == inSession && isWatched && upTo != UNKNOWN;
        }

        /** A node that was alone was removed. */
        Clearing left(long number) {
            return new Clearing(session, number, upTo + 1 == number ? row + 1 : 1, isWatched);
        }

        /** A node was made; or the watch was set, which says nothing of the node that was removed before. */
        Clearing used(boolean watched) {
            return new Clearing(session, UNKNOWN, row, watched);
        }
    }

    Clearings(WatchRouter watches) {
        this.watches = watches;
    }

    /** Returns whether the next node may well be alone. */
    boolean isLikely(ZooKeeperSession session, String queue) {
        synchronized (lock) {
            Clearing clearing = clearings.get(queue);
            return clearing != null && clearing.isKnown(session);
        }
    }

    /** Returns whether a node that has just been made is certainly alone. Called by the answer, on the event thread. */
    boolean isAlone(ZooKeeperSession session, String queue, String name) {
        boolean alone;
        synchronized (lock) {
            Clearing clearing = clearings.get(queue);
            if (clearing == null || !clearing.isKnown(session)) {
                return false;
            }
            alone = clearing.upTo() + 1 == number(name);
            clearings.put(queue, clearing.used(true));
        }
        if (!alone) {
            forget(queue);
        }
        return alone;
    }

    /** An own node that was alone when it was made was removed. Called by the answer, on the event thread. */
    void left(ZooKeeperSession session, String queue, String name) {
        Clearing now;
        @Nullable String eldest;
        synchronized (lock) {
            Clearing before = clearings.get(queue);
            now = (before == null || before.session() != session ? new Clearing(session, UNKNOWN, 0, false) : before)
                    .left(number(name));
            clearings.put(queue, now);
            eldest = clearings.size() > QUEUES_MAX
                    ? clearings.keySet().iterator().next()
                    : null;
        }
        if (eldest != null) {
            forget(eldest);
        }
        if (!now.isWatched() && now.row() == ROW) {
            watch(session, queue);
        }
    }

    private void watch(ZooKeeperSession session, String queue) {
        watches.listen(queue, this);
        var unused = session.wire().exists(queue, watches).whenComplete((stat, failure) -> {
            synchronized (lock) {
                Clearing clearing = clearings.get(queue);
                if (failure == null && stat.isPresent() && clearing != null && clearing.session() == session) {
                    clearings.put(queue, clearing.used(true));
                    return;
                }
            }
            forget(queue);
        });
    }

    private void forget(String queue) {
        watches.forget(queue, this);
        synchronized (lock) {
            clearings.remove(queue);
        }
    }

    @Override
    public void changed(String queue, EventType event) {
        // somebody else of this connection may watch the queue's children
        if (event != EventType.NodeChildrenChanged) {
            forget(queue);
        }
    }

    @Override
    public void connected() {
        List<String> all;
        synchronized (lock) {
            all = List.copyOf(clearings.keySet());
        }
        all.forEach(this::forget);
    }

    @Override
    public void confirmed(long sentNanos) {
        // the watch says when this is over
    }

    private static long number(String name) {
        return QueueNode.parse(name).map(QueueNode::sequence).orElse(UNKNOWN - 1);
    }
}
