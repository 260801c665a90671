package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * What a place knows of the nodes before it, and its watches on those that it waits for. They are one-shot; the client
 * sets them again after a reconnect, and the store then fires them for what was missed.
 */
final class Ahead implements WatchRouter.PathListener {

    private final WatchRouter watches;
    private final String queue;
    private final Listener listener;
    private final Object lock = new Object();

    /** The name of the node directly before the place when the queue was last read; empty if there was none, or unread. */
    @GuardedBy("lock")
    private String predecessor = "";

    /** The names of the nodes whose watches are set, or are being set. */
    @GuardedBy("lock")
    private Set<String> watched = Set.of();

    /** Whether the next of the watched nodes to go brings the turn. */
    @GuardedBy("lock")
    private boolean isNext;

    /** Hears what the watches tell. */
    interface Listener {

        /** The turn has come. */
        void arrived();

        /** Something has changed that does not tell where the place stands now. */
        void unclear();
    }

    Ahead(WatchRouter watches, String queue, Listener listener) {
        this.watches = watches;
        this.queue = queue;
        this.listener = listener;
    }

    /** Returns whether the node of this path was directly before the place. */
    boolean isDirectly(String path) {
        synchronized (lock) {
            return !predecessor.isEmpty() && path.equals(path(predecessor));
        }
    }

    /** Notes who is directly before the place, without watching it. */
    void note(String directlyBefore) {
        synchronized (lock) {
            predecessor = directlyBefore;
        }
    }

    /** Watches what has to be waited for, by one reading of the queue. */
    CompletableFuture<?> follow(Wire wire, Standing.Behind behind) {
        List<String> fresh;
        synchronized (lock) {
            Set<String> before = watched;
            fresh = behind.watched().stream()
                    .filter(name -> !before.contains(name))
                    .toList();
            predecessor = behind.predecessor();
            watched = Set.copyOf(behind.watched());
            isNext = behind.isNext();
            forget(before, watched);
        }
        List<CompletableFuture<?>> set = new ArrayList<>();
        for (String name : fresh) {
            watches.listen(path(name), this);
            set.add(wire.data(path(name), watches)
                    .thenAccept(node -> {
                        if (node.isEmpty()) {
                            changed(path(name), EventType.NodeDeleted);
                        }
                    })
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            unwatch(name);
                        }
                    }));
        }
        return CompletableFuture.allOf(set.toArray(CompletableFuture[]::new));
    }

    /** After a reconnect it takes a reading to know who is next: own node and others may have gone in any order. */
    void disconnected() {
        synchronized (lock) {
            isNext = false;
        }
    }

    /** Ends the watching, but not the knowledge of who was directly before. */
    void forget() {
        Set<String> before;
        synchronized (lock) {
            before = watched;
            watched = Set.of();
            isNext = false;
        }
        forget(before, Set.of());
    }

    @Override
    public void changed(String path, EventType event) {
        boolean arrived;
        synchronized (lock) {
            String name = QueueNode.name(path);
            if (!watched.contains(name)) {
                return;
            }
            arrived = isNext && event == EventType.NodeDeleted;
            if (!arrived) {
                unwatch(name);
            }
        }
        if (arrived) {
            listener.arrived();
        } else {
            listener.unclear();
        }
    }

    private void unwatch(String name) {
        synchronized (lock) {
            watched =
                    Set.copyOf(watched.stream().filter(one -> !one.equals(name)).toList());
            isNext = false;
        }
    }

    private void forget(Set<String> names, Set<String> except) {
        for (String name : names) {
            if (!except.contains(name)) {
                watches.forget(path(name), this);
            }
        }
    }

    private String path(String name) {
        return queue + '/' + name;
    }
}
