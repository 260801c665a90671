package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An own node in a queue. It watches itself and, until its turn, as many nodes directly before it as there are seats.
 * Their watches are one-shot, which the client sets again after a reconnect and the store then fires for what was missed.
 * A node is never made anew while its session lives.
 */
final class ZooKeeperPlace implements Place, Resident, WatchRouter.PathListener {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final Connection connection;
    private final ZooKeeperSession session;
    private final String path;
    private final int seats;
    private final long token;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final CompletableFuture<LossReason> gone = new CompletableFuture<>();
    private final Object lock = new Object();

    /** The name of the node directly before this one when the queue was last read; empty if there was none, or unread. */
    @GuardedBy("lock")
    private String predecessor = "";

    /** The names of the nodes before this one whose watches are set, or are being set. */
    @GuardedBy("lock")
    private Set<String> watched = Set.of();

    /** Whether the next of the watched nodes to go brings the turn. */
    @GuardedBy("lock")
    private boolean isNext;

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
                Standing standing = Standing.of(name(), ZooKeeperContention.names(read), seats);
                unlessDone(judge(standing));
            }
        });
        unlessDone(judged);
        unlessDone(watchOwn());
        return judged;
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
        synchronized (lock) {
            return !predecessor.isEmpty() && !leaving && !gone.isDone() && entry.equals(beside(predecessor));
        }
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
            return watch(behind);
        }
        if (standing instanceof Standing.Front front) {
            synchronized (lock) {
                predecessor = front.predecessor();
            }
            takeTurn();
        } else {
            removed();
        }
        return CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<?> watch(Standing.Behind behind) {
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
            String other = beside(name);
            connection.watches().listen(other, this);
            set.add(session.wire()
                    .data(other, connection.watches())
                    .thenAccept(node -> {
                        if (node.isEmpty()) {
                            wentBefore(name, EventType.NodeDeleted);
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
                connection.watches().forget(beside(name), this);
            }
        }
    }

    /** Told of the own node and of those that are watched. */
    @Override
    public void changed(String changed, EventType event) {
        if (!changed.equals(path)) {
            wentBefore(changed.substring(changed.lastIndexOf('/') + 1), event);
        } else if (event == EventType.NodeDeleted) {
            removed();
        } else {
            synchronized (lock) {
                isOwnWatched = false;
            }
            read();
        }
    }

    private void wentBefore(String name, EventType event) {
        boolean arrived;
        synchronized (lock) {
            if (!watched.contains(name)) {
                return;
            }
            arrived = isNext && event == EventType.NodeDeleted;
            if (!arrived) {
                unwatch(name);
            }
        }
        if (arrived) {
            takeTurn();
        } else {
            read();
        }
    }

    private void takeTurn() {
        Set<String> before;
        synchronized (lock) {
            if (leaving) {
                return;
            }
            before = watched;
            watched = Set.of();
        }
        forget(before, Set.of());
        turn.complete(null);
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
        synchronized (lock) {
            isNext = false;
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
        Set<String> before;
        synchronized (lock) {
            before = watched;
            watched = Set.of();
        }
        forget(before, Set.of());
        gone.complete(reason);
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

    private String beside(String name) {
        return queue() + '/' + name;
    }

    @Override
    public String toString() {
        return "place " + path + " (token " + token + ')';
    }
}
