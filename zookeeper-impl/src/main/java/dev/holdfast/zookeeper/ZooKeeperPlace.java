package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An own node in a queue. It watches itself and its direct predecessor. After each reconnect, and after each event that
 * does not tell enough, it reads the queue again; a node is never made anew while its session lives.
 */
final class ZooKeeperPlace implements Place, Resident {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final Connection connection;
    private final ZooKeeperSession session;
    private final String queue;
    private final QueueNode own;
    private final long token;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final CompletableFuture<LossReason> gone = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final SingleFlight reading = new SingleFlight(this::read);
    private final SingleFlight removing = new SingleFlight(this::remove);
    private final Consumer<EventType> onOwn = this::ownChanged;
    private final Consumer<EventType> onPredecessor = this::predecessorChanged;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable QueueNode predecessor;

    @GuardedBy("lock")
    private boolean followsHead;

    @GuardedBy("lock")
    private boolean leaving;

    ZooKeeperPlace(Connection connection, ZooKeeperSession session, String queue, String name, long token) {
        this.connection = connection;
        this.session = session;
        this.queue = queue;
        this.own = QueueNode.parse(name)
                .orElseThrow(() -> new IllegalStateException("ZooKeeper made '" + name + "', which has no sequence"));
        this.token = token;
    }

    /**
     * Begins to watch.
     *
     * @param children the queue as read right after the node was made
     * @return completes when that reading has been judged
     */
    CompletableFuture<Boolean> start(CompletableFuture<Optional<Wire.Children>> children) {
        connection.watches().listen(path(own), onOwn);
        session.add(this);
        CompletableFuture<Boolean> judged = children.thenApply(read -> {
            if (Standing.of(own, ZooKeeperContention.names(read)) instanceof Standing.Head) {
                turn.complete(null);
            } else {
                reading.request();
            }
            return true;
        });
        var unused = watchOwn();
        return judged;
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public String entry() {
        return path(own);
    }

    @Override
    public boolean follows(String entry) {
        return false;
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

    @Override
    public CompletionStage<Void> leave() {
        synchronized (lock) {
            leaving = true;
        }
        if (!gone.isDone()) {
            removing.request();
        }
        return left;
    }

    /** Reads whether the own node is there, and where it stands. */
    private CompletableFuture<?> read() {
        if (isLeaving() || gone.isDone()) {
            return CompletableFuture.completedFuture(true);
        }
        CompletableFuture<Boolean> owned = watchOwn();
        CompletableFuture<Boolean> judged = turn.isDone()
                ? owned
                : session.wire()
                        .children(queue, null)
                        .thenCompose(children -> judge(ZooKeeperContention.names(children)));
        return judged.thenCombine(owned, Boolean::logicalAnd).whenComplete((done, failure) -> {
            if (failure != null) {
                connection.clockwork().after(RETRY_PAUSE, this::retry);
            }
        });
    }

    private void retry() {
        if (connection.isConnected(session)) {
            reading.request();
        }
    }

    private CompletableFuture<Boolean> watchOwn() {
        return session.wire().data(path(own), connection.watches()).thenApply(node -> {
            if (node.isEmpty() || node.get().stat().getEphemeralOwner() != session.number()) {
                removed();
            }
            return true;
        });
    }

    private CompletableFuture<Boolean> judge(List<String> children) {
        Standing standing = Standing.of(own, children);
        if (standing instanceof Standing.Behind behind) {
            return watchPredecessor(behind);
        }
        if (standing instanceof Standing.Head) {
            takeTurn();
        } else {
            removed();
        }
        return CompletableFuture.completedFuture(true);
    }

    private CompletableFuture<Boolean> watchPredecessor(Standing.Behind behind) {
        QueueNode before;
        synchronized (lock) {
            before = predecessor;
            predecessor = behind.predecessor();
            followsHead = false;
        }
        if (before != null && !before.equals(behind.predecessor())) {
            connection.watches().forget(path(before), onPredecessor);
        }
        connection.watches().listen(path(behind.predecessor()), onPredecessor);
        return session.wire()
                .data(path(behind.predecessor()), connection.watches())
                .thenApply(node -> {
                    if (node.isEmpty()) {
                        reading.request();
                    } else {
                        synchronized (lock) {
                            followsHead = behind.followsHead();
                        }
                    }
                    return true;
                });
    }

    private void predecessorChanged(EventType event) {
        boolean isHead;
        synchronized (lock) {
            isHead = followsHead && event == EventType.NodeDeleted;
        }
        if (isHead) {
            takeTurn();
        } else {
            reading.request();
        }
    }

    private void ownChanged(EventType event) {
        if (event == EventType.NodeDeleted) {
            removed();
        } else {
            reading.request();
        }
    }

    private void takeTurn() {
        if (!isLeaving()) {
            turn.complete(null);
        }
    }

    private CompletableFuture<?> remove() {
        turn.completeExceptionally(new Unavailable(this + ": was left before its turn"));
        if (gone.isDone()) {
            return CompletableFuture.completedFuture(true);
        }
        return session.wire().delete(path(own)).whenComplete((done, failure) -> {
            if (failure == null) {
                finish(LossReason.RELEASED, new Unavailable(this + ": was left before its turn"));
            } else {
                connection.clockwork().after(RETRY_PAUSE, this::retryRemoval);
            }
        });
    }

    private void retryRemoval() {
        if (connection.isConnected(session)) {
            removing.request();
        }
    }

    private void removed() {
        finish(
                isLeaving() ? LossReason.RELEASED : LossReason.REVOKED,
                new Unavailable(this + ": its node was removed before its turn"));
    }

    @Override
    public void disconnected() {
        synchronized (lock) {
            followsHead = false;
        }
    }

    @Override
    public void reconnected() {
        (isLeaving() ? removing : reading).request();
    }

    @Override
    public void sessionOver(LossReason reason) {
        finish(reason, new SessionExpired(this + ": " + session + " ended before its turn"));
    }

    private void finish(LossReason reason, CoordinationException beforeTurn) {
        session.remove(this);
        connection.watches().forget(path(own), onOwn);
        QueueNode before;
        synchronized (lock) {
            before = predecessor;
        }
        if (before != null) {
            connection.watches().forget(path(before), onPredecessor);
        }
        gone.complete(reason);
        turn.completeExceptionally(beforeTurn);
        left.complete(null);
    }

    private boolean isLeaving() {
        synchronized (lock) {
            return leaving;
        }
    }

    private String path(QueueNode node) {
        return queue + '/' + node.name();
    }

    @Override
    public String toString() {
        return "place " + path(own) + " (token " + token + ')';
    }
}
