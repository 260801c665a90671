package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The node of a place in a queue: the watch on it, and its removal. It is never made anew while its session lives. */
final class OwnNode {

    static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final Connection connection;
    private final ZooKeeperSession session;
    private final String path;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean isWatched;

    OwnNode(Connection connection, ZooKeeperSession session, String path) {
        this.connection = connection;
        this.session = session;
        this.path = path;
    }

    String path() {
        return path;
    }

    String name() {
        return QueueNode.name(path);
    }

    String queue() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    boolean isWatched() {
        synchronized (lock) {
            return isWatched;
        }
    }

    /** Its watch has fired, though it is still there. */
    void unwatched() {
        synchronized (lock) {
            isWatched = false;
        }
    }

    /** Sets the watch unless it is set; returns whether the node is there. */
    CompletableFuture<Boolean> watch() {
        if (isWatched()) {
            return CompletableFuture.completedFuture(true);
        }
        return session.wire().data(path, connection.watches()).thenApply(node -> {
            boolean isThere = node.isPresent() && node.get().stat().getEphemeralOwner() == session.number();
            synchronized (lock) {
                isWatched = isThere;
            }
            return isThere;
        });
    }

    /**
     * Sends the removal before it returns, and tries again after each failure while the session is connected.
     *
     * @param removed is told once the node is gone: whether this removal did it
     * @param isNeeded whether another try is of any use
     */
    void remove(Consumer<Boolean> removed, BooleanSupplier isNeeded) {
        var unused = session.wire().delete(path).whenComplete((done, failure) -> {
            if (failure == null) {
                removed.accept(done);
            } else {
                connection.clockwork().after(RETRY_PAUSE, () -> {
                    if (connection.current().isConnected(session) && isNeeded.getAsBoolean()) {
                        remove(removed, isNeeded);
                    }
                });
            }
        });
    }
}
