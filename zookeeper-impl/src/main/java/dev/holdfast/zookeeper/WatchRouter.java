package dev.holdfast.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;

/**
 * The one watcher of a connection: it tells the listeners of a path. The client keeps a watcher object for as long as
 * its watch has not fired; with one object for all, a path that never changes holds one entry there, not one for each
 * wait that was given up.
 */
final class WatchRouter implements Watcher {

    private final Map<String, List<PathListener>> listeners = new ConcurrentHashMap<>();

    /** Hears of the events of paths, on the client's event thread. */
    interface PathListener {
        void changed(String path, Event.EventType event);
    }

    /** Has a listener told of each event of a path, until it is {@link #forget forgotten}. Listen, then set the watch. */
    void listen(String path, PathListener listener) {
        listeners.merge(path, List.of(listener), (known, one) -> known.contains(listener) ? known : with(known, one));
    }

    private static List<PathListener> with(List<PathListener> known, List<PathListener> more) {
        List<PathListener> all = new ArrayList<>(known);
        all.addAll(more);
        return List.copyOf(all);
    }

    void forget(String path, PathListener listener) {
        listeners.computeIfPresent(path, (p, known) -> {
            List<PathListener> left =
                    known.stream().filter(one -> one != listener).toList();
            return left.isEmpty() ? null : left;
        });
    }

    /** Returns how many paths are listened to. */
    int size() {
        return listeners.size();
    }

    @Override
    public void process(WatchedEvent event) {
        if (event.getType() != Event.EventType.None) {
            String path = event.getPath();
            listeners.getOrDefault(path, List.of()).forEach(listener -> listener.changed(path, event.getType()));
        }
    }
}
