package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashSet;
import java.util.Set;

/** The paths whose events one listener hears, until closed. */
final class Listening implements AutoCloseable {

    private final WatchRouter watches;
    private final WatchRouter.PathListener listener;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private Set<String> listened = Set.of();

    @GuardedBy("lock")
    private boolean closed;

    Listening(WatchRouter watches, WatchRouter.PathListener listener) {
        this.watches = watches;
        this.listener = listener;
    }

    /** Listens to the events of these paths and of no others. */
    void to(Set<String> paths) {
        Set<String> before;
        Set<String> now;
        synchronized (lock) {
            before = listened;
            now = closed ? Set.of() : paths;
            listened = now;
        }
        Set<String> over = new HashSet<>(before);
        over.removeAll(now);
        over.forEach(path -> watches.forget(path, listener));
        now.forEach(path -> watches.listen(path, listener));
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        to(Set.of());
    }
}
