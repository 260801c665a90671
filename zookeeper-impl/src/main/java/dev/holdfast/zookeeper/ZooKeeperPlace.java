package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * An own node in a queue. It watches itself, once it has been there for a few milliseconds, and, until its turn, as many
 * nodes directly before it as there are seats.
 */
final class ZooKeeperPlace implements Place, Resident, WatchRouter.PathListener, Reading.Reader {

    private final Connection connection;
    private final ZooKeeperSession session;
    private final OwnNode node;
    private final int seats;
    private final long token;
    private final Turn turn;
    private final Reading reading;
    private final CompletableFuture<LossReason> gone = new CompletableFuture<>();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean leaving;

    /** Whether it was alone in its queue when it was made. */
    private volatile boolean wasAlone;

    ZooKeeperPlace(Connection connection, ZooKeeperSession session, String path, int seats, long token) {
        this.connection = connection;
        this.session = session;
        this.node = new OwnNode(connection, session, path);
        this.seats = seats;
        this.token = token;
        this.reading = new Reading(connection, session, this);
        this.turn = new Turn(connection.watches(), session.wire(), node, reading::request);
    }

    /**
     * Begins to watch.
     *
     * @param standing where it stands right after the node was made; nobody can have come between it and the nodes
     *     before it since then
     * @return completes when that has been judged
     */
    CompletableFuture<?> start(CompletableFuture<Standing> standing) {
        connection.watches().listen(node.path(), this);
        session.add(this);
        CompletableFuture<?> judged = standing.thenAccept(found -> {
            wasAlone = seats == 1 && found instanceof Standing.Front;
            reading.again(judge(found));
        });
        reading.again(judged);
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
            reading.again(watchOwn());
        }
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public String entry() {
        return node.path();
    }

    @Override
    public boolean follows(String entry) {
        return !isLeaving() && !gone.isDone() && turn.follows(entry);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public CompletionStage<Void> turn() {
        return turn.ask(reading::again);
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

    /** Reads what is not known: whether the own node is there, and before the turn, where it stands. */
    @Override
    public CompletableFuture<?> round() {
        if (isLeaving() || gone.isDone()) {
            return CompletableFuture.completedFuture(true);
        }
        CompletableFuture<?> owned = watchOwn();
        CompletableFuture<?> judged = turn.isDone()
                ? owned
                : session.wire()
                        .children(node.queue(), null)
                        .thenCompose(read -> judge(Standing.of(node.name(), ZooKeeperContention.names(read), seats)));
        return CompletableFuture.allOf(owned, judged);
    }

    /** Ends the waiting of one who may no longer read the queue. Whoever holds the right goes on trying. */
    @Override
    public boolean isFinal(KeeperException error) {
        CoordinationException known = ErrorTable.translate("wait as " + this, Effect.READ, error);
        if (turn.isDone() || ErrorTable.isPassing(error.code()) || !(known instanceof Unavailable)) {
            return false;
        }
        turn.fail(known);
        leave();
        return true;
    }

    private CompletableFuture<?> watchOwn() {
        return node.watch().thenAccept(isThere -> {
            if (!isThere) {
                removed();
            }
        });
    }

    private CompletableFuture<?> judge(Standing standing) {
        if (standing instanceof Standing.Behind behind) {
            return turn.behind(behind);
        }
        if (standing instanceof Standing.Front front) {
            turn.front(front);
        } else {
            removed();
        }
        return CompletableFuture.completedFuture(true);
    }

    /** Told of the own node. */
    @Override
    public void changed(String changed, EventType event) {
        if (event == EventType.NodeDeleted) {
            removed();
        } else {
            node.unwatched();
            reading.request();
        }
    }

    // the end

    private void remove() {
        if (!turn.isDone()) {
            turn.fail(new Unavailable(this + ": was left before its turn"));
        }
        node.remove(
                removed -> {
                    if (removed && wasAlone) {
                        connection.clearings().left(session, node.queue(), node.name());
                    }
                    finish(LossReason.RELEASED);
                },
                () -> !gone.isDone());
    }

    private void removed() {
        if (!turn.isDone()) {
            turn.fail(new Unavailable(this + ": its node was removed before its turn"));
        }
        finish(isLeaving() ? LossReason.RELEASED : LossReason.REVOKED);
    }

    @Override
    public void disconnected() {
        turn.disconnected();
    }

    /** The watches that were set tell what was missed; a place that waits reads besides whether it is the next. */
    @Override
    public void reconnected() {
        if (isLeaving()) {
            remove();
        } else if (!turn.isDone() || !node.isWatched()) {
            reading.request();
        }
    }

    @Override
    public void sessionOver(LossReason reason) {
        if (!turn.isDone()) {
            turn.fail(new SessionExpired(this + ": " + session + " ended before its turn"));
        }
        finish(reason);
    }

    private void finish(LossReason reason) {
        session.remove(this);
        connection.watches().forget(node.path(), this);
        turn.forget();
        gone.complete(reason);
    }

    private boolean isLeaving() {
        synchronized (lock) {
            return leaving;
        }
    }

    @Override
    public String toString() {
        return "place " + node.path() + " (token " + token + ')';
    }
}
