package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;

/**
 * One try to enter a queue. The create and the reading of the queue leave in one flight. The node's name carries a uuid,
 * by which it is found again when the answer was lost, so that it is never made twice.
 *
 * <p>It goes on after its deadline, or after it was cancelled, until it is known what became of the node; a node that is
 * found then is removed.
 */
final class Entering implements CurrentSession.Waiter, LostEntry.Listener {

    private final Connection connection;
    private final String queue;
    private final byte[] label;
    private final int seats;
    private final String uuid;
    private final Above above;
    private final CompletableFuture<Place> place = new CompletableFuture<>();
    private final Object lock = new Object();

    /** Whether a create has been sent whose outcome is not known. */
    @GuardedBy("lock")
    private boolean isSent;

    @GuardedBy("lock")
    private boolean isExpired;

    /** How often a create has been sent; changed on the event thread only, after the first. */
    private int creates;

    /** @param parents the nodes that are known to have been there */
    Entering(Connection connection, String queue, byte[] label, int seats, String uuid, Recent<Boolean> parents) {
        this.connection = connection;
        this.queue = queue;
        this.label = label.clone();
        this.seats = seats;
        this.uuid = uuid;
        this.above = new Above(queue, parents);
    }

    CompletableFuture<Place> begin(Deadline deadline) {
        connection.current().nowOr(this).ifPresent(this::connected);
        if (deadline.remaining().compareTo(Later.PAUSE) <= 0) {
            expireAt(deadline);
        } else {
            connection.later().run(() -> expireAt(deadline));
        }
        return place;
    }

    private void expireAt(Deadline deadline) {
        if (place.isDone()) {
            return;
        }
        Runnable stopClock = connection.clockwork().after(deadline.remaining(), this::expire);
        var unused = place.whenComplete((entered, failure) -> {
            stopClock.run();
            connection.current().forget(this);
        });
    }

    @Override
    public void connected(ZooKeeperSession session) {
        session.wire().begin(() -> create(session));
    }

    @Override
    public void closed(IllegalStateException why) {
        place.completeExceptionally(why);
    }

    private void expire() {
        CoordinationException known;
        synchronized (lock) {
            isExpired = true;
            known = isSent
                    ? new Indeterminate(what() + ": no answer in time; what it may have made is removed")
                    : new Unavailable(what() + ": no member of the ensemble could be reached in time; not applied");
        }
        place.completeExceptionally(known);
    }

    // making the node

    private void create(ZooKeeperSession session) {
        synchronized (lock) {
            if (isExpired || place.isDone()) {
                return;
            }
            isSent = true;
        }
        creates++;
        if (creates > 1) {
            above.make(session.wire(), creates == 2);
        }
        CompletableFuture<Wire.Created> create =
                session.wire().create(queue + '/' + QueueNode.prefix(uuid), label, CreateMode.EPHEMERAL_SEQUENTIAL);
        boolean isGuessed = !isShared() && connection.clearings().isLikely(session, queue);
        CompletableFuture<Optional<Wire.Children>> children = isGuessed || isEverybodys()
                ? CompletableFuture.completedFuture(Optional.empty())
                : session.wire().children(queue, null);
        var unused = create.whenComplete((made, failure) -> {
            if (failure != null) {
                notMade(session, Wire.keeperError(failure));
            } else if (isGuessed) {
                guessed(session, made);
            } else {
                found(session, made, children);
            }
        });
    }

    private boolean isShared() {
        return seats > 1;
    }

    private boolean isEverybodys() {
        return seats == Integer.MAX_VALUE;
    }

    /** The queue was not read with the create, since it was probably empty. */
    private void guessed(ZooKeeperSession session, Wire.Created made) {
        if (connection.clearings().isAlone(session, queue, QueueNode.name(made.path()))) {
            entered(session, made, CompletableFuture.completedFuture(new Standing.Front("")));
        } else {
            found(session, made, session.wire().children(queue, null));
        }
    }

    @Override
    public void found(
            ZooKeeperSession session, Wire.Created node, CompletableFuture<Optional<Wire.Children>> children) {
        entered(
                session,
                node,
                isEverybodys()
                        ? CompletableFuture.completedFuture(new Standing.Front(""))
                        : children.thenApply(read ->
                                Standing.of(QueueNode.name(node.path()), ZooKeeperContention.names(read), seats)));
    }

    private void entered(ZooKeeperSession session, Wire.Created node, CompletableFuture<Standing> standing) {
        ZooKeeperPlace entered = new ZooKeeperPlace(
                connection, session, node.path(), seats, node.stat().getCzxid());
        if (!QueueNode.isOrdered(QueueNode.name(node.path()))) {
            usedUp(session, entered);
            return;
        }
        var unused = entered.start(standing).whenComplete((judged, failure) -> {
            // after a failure the place reads by itself where it stands
            if (!place.complete(entered)) {
                entered.leave();
            }
        });
    }

    /** The queue's node can be removed only while it is empty; with a new one its counter begins again. */
    private void usedUp(ZooKeeperSession session, ZooKeeperPlace last) {
        place.completeExceptionally(new Unavailable(what() + ": the sequence of the queue's node is used up; it begins"
                + " again once the queue has been empty; not applied"));
        session.add(last);
        last.leave();
        var unused = session.wire().delete(queue).exceptionally(notEmpty -> false);
    }

    private void notMade(ZooKeeperSession session, KeeperException error) {
        if (error.code() == Code.NONODE && (creates < 3 || above.mayBeMade())) {
            answered();
            create(session);
            return;
        }
        CoordinationException known = ErrorTable.translate(what(), Effect.SESSION_WRITE, error);
        if (error.code() == Code.NONODE) {
            place.completeExceptionally(
                    new Unavailable(what() + ": the nodes above it could not be made; not applied", above.error()));
        } else if (known instanceof Indeterminate) {
            if (!ErrorTable.isPassing(error.code())) {
                place.completeExceptionally(known);
            }
            new LostEntry(connection, session, queue, uuid, this).start();
        } else {
            place.completeExceptionally(known);
        }
    }

    @Override
    public void missing(ZooKeeperSession session) {
        answered();
        create(session);
    }

    @Override
    public void over(ZooKeeperSession session) {
        answered();
        place.completeExceptionally(new SessionExpired(
                what() + ": the answer was lost, and then " + session + " ended; whatever it had made goes with it"));
    }

    private void answered() {
        synchronized (lock) {
            isSent = false;
        }
    }

    private String what() {
        return "enter " + queue + " on ZooKeeper";
    }
}
