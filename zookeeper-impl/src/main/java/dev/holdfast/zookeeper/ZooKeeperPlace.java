package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An own node in a queue. It watches itself, once it has been there for a few milliseconds, and, until its turn, as many
 * nodes directly before it as there are seats. A node is never made anew while its session lives.
 */
final class ZooKeeperPlace implements Place, Resident, WatchRouter.PathListener, Ahead.Listener {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final Connection connection;
    private final ZooKeeperSession session;
    private final String path;
    private final int seats;
    private final long token;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final CompletableFuture<LossReason> gone = new CompletableFuture<>();
    private final Object lock = new Object();

    /** Null until somebody was before this node: most places never wait. */
    @GuardedBy("lock")
    private @Nullable Ahead ahead;

    @GuardedBy("lock")
    private boolean isOwnWatched;

    @GuardedBy("lock")
    private boolean leaving;

    @GuardedBy("lock")
    private @Nullable SingleFlight reading;

    ZooKeeperPlace(Connection connection, ZooKeeperSession session, String path, int seats, long token) {
        this.connection = connection;
        this.session = session;
        this.path = path;
        this.seats = seats;
        this.token = token;
    }

    /**
     * Begins to watch.
     *
     * @param children the queue as read right after the node was made; nobody can have come between it and the nodes
     *     before it since then
     * @return completes when that reading has been judged
     */
    CompletableFuture<?> start(CompletableFuture<Optional<Wire.Children>> children) {
        connection.watches().listen(path, this);
        session.add(this);
        if (seats == Integer.MAX_VALUE) {
            turn.complete(null);
        }
        CompletableFuture<?> judged = children.thenAccept(read -> {
            if (!turn.isDone()) {
                unlessDone(judge(Standing.of(name(), ZooKeeperContention.names(read), seats)));
            }
        });
        unlessDone(judged);
        var unused = judged.whenComplete((done, failure) -> {
            if (turn.isDone()) {
                // most rights are held for a moment only
                connection.later().run(this::watchOwnLater);
            } else {
                watchOwnLater();
            }
        });
        return judged;
    }

    private void watchOwnLater() {
        if (!isLeaving() && !gone.isDone()) {
            unlessDone(watchOwn());
        }
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public String entry() {
        return path;
    }

    @Override
    public boolean follows(String entry) {
        Ahead before;
        synchronized (lock) {
            before = leaving ? null : ahead;
        }
        return before != null && !gone.isDone() && before.isDirectly(entry);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public CompletionStage<Void> turn() {
        return turn;
    }

    @Override
    public CompletionStage<LossReason> gone() {
        return gone;
    }

    /** Sends the removal before it returns, so whatever this process asks for next comes after it. */
    @Override
    public CompletionStage<Void> leave() {
        boolean first;
        synchronized (lock) {
            first = !leaving;
            leaving = true;
        }
        if (first && !gone.isDone()) {
            remove();
        }
        return gone.thenAccept(reason -> {});
    }

    // where it stands

    private void read() {
        SingleFlight flight;
        synchronized (lock) {
            if (reading == null) {
                reading = new SingleFlight(this::round);
            }
            flight = reading;
        }
        flight.request();
    }

    /** Reads what is not known: whether the own node is there, and before the turn, where it stands. */
    private CompletableFuture<?> round() {
        if (isLeaving() || gone.isDone()) {
            return CompletableFuture.completedFuture(true);
        }
        CompletableFuture<?> owned = watchOwn();
        CompletableFuture<?> judged = turn.isDone()
                ? owned
                : session.wire()
                        .children(queue(), null)
                        .thenCompose(read -> judge(Standing.of(name(), ZooKeeperContention.names(read), seats)));
        return unlessDone(CompletableFuture.allOf(owned, judged));
    }

    /** Reads again after a pause if this fails; after a reconnect it is read anyway. */
    @CanIgnoreReturnValue
    private <T> CompletableFuture<T> unlessDone(CompletableFuture<T> readingDone) {
        return readingDone.whenComplete((done, failure) -> {
            if (failure != null) {
                connection.clockwork().after(RETRY_PAUSE, () -> {
                    if (connection.current().isConnected(session)) {
                        read();
                    }
                });
            }
        });
    }

    private CompletableFuture<?> watchOwn() {
        synchronized (lock) {
            if (isOwnWatched) {
                return CompletableFuture.completedFuture(true);
            }
        }
        return session.wire().data(path, connection.watches()).thenAccept(node -> {
            if (node.isEmpty() || node.get().stat().getEphemeralOwner() != session.number()) {
                removed();
            } else {
                synchronized (lock) {
                    isOwnWatched = true;
                }
            }
        });
    }

    private CompletableFuture<?> judge(Standing standing) {
        if (standing instanceof Standing.Behind behind) {
            return ahead().follow(session.wire(), behind);
        }
        if (standing instanceof Standing.Front front) {
            if (!front.predecessor().isEmpty()) {
                ahead().front(front.predecessor());
            }
            arrived();
        } else {
            removed();
        }
        return CompletableFuture.completedFuture(true);
    }

    private Ahead ahead() {
        synchronized (lock) {
            if (ahead == null) {
                ahead = new Ahead(connection.watches(), queue(), this);
            }
            return ahead;
        }
    }

    @Override
    public void arrived() {
        forgetAhead();
        if (!isLeaving()) {
            turn.complete(null);
        }
    }

    @Override
    public void unclear() {
        read();
    }

    /** Told of the own node. */
    @Override
    public void changed(String changed, EventType event) {
        if (event == EventType.NodeDeleted) {
            removed();
        } else {
            synchronized (lock) {
                isOwnWatched = false;
            }
            read();
        }
    }

    // the end

    private void remove() {
        if (!turn.isDone()) {
            turn.completeExceptionally(new Unavailable(this + ": was left before its turn"));
        }
        var unused = session.wire().delete(path).whenComplete((done, failure) -> {
            if (failure == null) {
                finish(LossReason.RELEASED);
            } else {
                connection.clockwork().after(RETRY_PAUSE, () -> {
                    if (connection.current().isConnected(session) && !gone.isDone()) {
                        remove();
                    }
                });
            }
        });
    }

    private void removed() {
        if (!turn.isDone()) {
            turn.completeExceptionally(new Unavailable(this + ": its node was removed before its turn"));
        }
        finish(isLeaving() ? LossReason.RELEASED : LossReason.REVOKED);
    }

    @Override
    public void disconnected() {
        Ahead before;
        synchronized (lock) {
            before = ahead;
        }
        if (before != null) {
            before.disconnected();
        }
    }

    /** The watches that were set tell what was missed; a place that waits reads besides whether it is the next. */
    @Override
    public void reconnected() {
        boolean isSettled;
        boolean left;
        synchronized (lock) {
            isSettled = turn.isDone() && isOwnWatched;
            left = leaving;
        }
        if (left) {
            remove();
        } else if (!isSettled) {
            read();
        }
    }

    @Override
    public void sessionOver(LossReason reason) {
        if (!turn.isDone()) {
            turn.completeExceptionally(new SessionExpired(this + ": " + session + " ended before its turn"));
        }
        finish(reason);
    }

    private void finish(LossReason reason) {
        session.remove(this);
        connection.watches().forget(path, this);
        forgetAhead();
        gone.complete(reason);
    }

    private void forgetAhead() {
        Ahead before;
        synchronized (lock) {
            before = ahead;
        }
        if (before != null) {
            before.forget();
        }
    }

    private boolean isLeaving() {
        synchronized (lock) {
            return leaving;
        }
    }

    /** Returns the name of the own node. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private String queue() {
        return path.substring(0, path.lastIndexOf('/'));
    }

    @Override
    public String toString() {
        return "place " + path + " (token " + token + ')';
    }
}
