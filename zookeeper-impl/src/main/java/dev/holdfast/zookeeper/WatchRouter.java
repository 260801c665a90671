package dev.holdfast.zookeeper;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;

/**
 * The one watcher of a connection: it tells the listeners of a path. The client keeps a watcher object for as long as
 * its watch has not fired; with one object for all, a path that never changes holds one entry there, not one for each
 * wait that was given up.
 */
final class WatchRouter implements Watcher {

    private final Map<String, Set<Consumer<Event.EventType>>> listeners = new ConcurrentHashMap<>();

    /** Has a listener told of each event of a path, until it is {@link #forget forgotten}. Listen, then set the watch. */
    void listen(String path, Consumer<Event.EventType> listener) {
        listeners.compute(path, (p, known) -> {
            Set<Consumer<Event.EventType>> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(listener);
            return all;
        });
    }

    void forget(String path, Consumer<Event.EventType> listener) {
        listeners.computeIfPresent(path, (p, known) -> {
            known.remove(listener);
            return known.isEmpty() ? null : known;
        });
    }

    @Override
    public void process(WatchedEvent event) {
        if (event.getType() != Event.EventType.None) {
            listeners.getOrDefault(event.getPath(), Set.of()).forEach(listener -> listener.accept(event.getType()));
        }
    }
}
