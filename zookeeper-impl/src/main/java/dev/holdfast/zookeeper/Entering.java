package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/**
 * One try to enter a queue. The create and the reading of the queue leave in one flight. The node's name carries a uuid,
 * by which it is found again when the answer was lost, so that it is never made twice.
 *
 * <p>It goes on after its deadline, or after it was cancelled, until it is known what became of the node; a node that is
 * found then is removed.
 */
final class Entering implements CurrentSession.Waiter {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final Connection connection;
    private final String queue;
    private final byte[] label;
    private final int seats;
    private final String uuid;
    private final Recent<Boolean> parents;
    private final CompletableFuture<Place> place = new CompletableFuture<>();
    private final Object lock = new Object();

    /** Whether a create has been sent whose outcome is not known. */
    @GuardedBy("lock")
    private boolean isSent;

    @GuardedBy("lock")
    private boolean isExpired;

    /** How often a create has been sent, and why the nodes above could not be made before the last; event thread only. */
    private int creates;

    private @Nullable KeeperException parentsError;

    /** @param parents the nodes that are known to have been there */
    Entering(Connection connection, String queue, byte[] label, int seats, String uuid, Recent<Boolean> parents) {
        this.connection = connection;
        this.queue = queue;
        this.label = label.clone();
        this.seats = seats;
        this.uuid = uuid;
        this.parents = parents;
    }

    CompletableFuture<Place> begin(Deadline deadline) {
        connection.current().nowOr(this).ifPresent(this::create);
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
        create(session);
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
            makeParents(session.wire());
        }
        CompletableFuture<Wire.Created> create =
                session.wire().create(queue + '/' + QueueNode.prefix(uuid), label, CreateMode.EPHEMERAL_SEQUENTIAL);
        CompletableFuture<Optional<Wire.Children>> children = seats == Integer.MAX_VALUE
                ? CompletableFuture.completedFuture(Optional.empty())
                : session.wire().children(queue, null);
        var unused = create.whenComplete((made, failure) -> {
            if (failure == null) {
                entered(session, made.path(), made.stat().getCzxid(), children);
            } else {
                notMade(session, Wire.keeperError(failure));
            }
        });
    }

    /** The queue's node is missing, and perhaps some above it; they leave in one flight with the create. */
    private void makeParents(Wire wire) {
        String above = queue.substring(0, queue.lastIndexOf('/'));
        boolean isAboveThere = creates == 2 && parents.find(above).isPresent();
        var unused = (isAboveThere ? Parents.makeOne(wire, queue) : Parents.make(wire, queue))
                .whenComplete((made, failure) -> {
                    parentsError = failure == null ? null : Wire.keeperError(failure);
                    if (failure == null) {
                        parents.put(above, true);
                    }
                });
    }

    private void entered(
            ZooKeeperSession session, String path, long token, CompletableFuture<Optional<Wire.Children>> children) {
        ZooKeeperPlace entered = new ZooKeeperPlace(connection, session, path, seats, token);
        if (!QueueNode.isOrdered(entered.name())) {
            usedUp(session, entered);
            return;
        }
        var unused = entered.start(children).whenComplete((judged, failure) -> {
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
        if (error.code() == Code.NONODE && (creates < 3 || isPassing(parentsError))) {
            answered();
            create(session);
            return;
        }
        CoordinationException known = ErrorTable.translate(what(), Effect.SESSION_WRITE, error);
        if (error.code() == Code.NONODE) {
            place.completeExceptionally(
                    new Unavailable(what() + ": the nodes above it could not be made; not applied", parentsError));
        } else if (known instanceof Indeterminate) {
            if (!ErrorTable.isPassing(error.code())) {
                place.completeExceptionally(known);
            }
            new LostEntry(session).start();
        } else {
            place.completeExceptionally(known);
        }
    }

    /** Without an error, somebody has removed the nodes above meanwhile. */
    private static boolean isPassing(@Nullable KeeperException error) {
        return error == null || ErrorTable.isPassing(error.code());
    }

    private void answered() {
        synchronized (lock) {
            isSent = false;
        }
    }

    private String what() {
        return "enter " + queue + " on ZooKeeper";
    }

    /**
     * A create whose answer was lost. Once the same session is connected again, the leader takes no request of the old
     * connection any more, and has answered a sync after those that it took; so the queue tells what became of it.
     */
    private final class LostEntry implements Resident {

        private final ZooKeeperSession session;
        private final SingleFlight finding = new SingleFlight(this::find);

        LostEntry(ZooKeeperSession session) {
            this.session = session;
        }

        void start() {
            session.add(this);
            retry();
        }

        private void retry() {
            if (connection.current().isConnected(session)) {
                finding.request();
            }
        }

        private CompletableFuture<?> find() {
            if (session.isOver() || !session.has(this)) {
                return CompletableFuture.completedFuture(true);
            }
            Wire wire = session.wire();
            CompletableFuture<Boolean> synced = wire.sync(queue);
            CompletableFuture<Optional<Wire.Children>> children = wire.children(queue, null);
            return children.thenCombine(synced, (found, ignored) -> found)
                    .thenCompose(found -> QueueNode.find(uuid, ZooKeeperContention.names(found))
                            .map(node -> take(wire, queue + '/' + node.name(), children))
                            .orElseGet(this::missing))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            connection.clockwork().after(RETRY_PAUSE, this::retry);
                        }
                    });
        }

        private CompletableFuture<Boolean> take(
                Wire wire, String path, CompletableFuture<Optional<Wire.Children>> children) {
            return wire.data(path, null).thenApply(node -> {
                session.remove(this);
                if (node.isPresent() && node.get().stat().getEphemeralOwner() == session.number()) {
                    entered(session, path, node.get().stat().getCzxid(), children);
                } else {
                    // somebody has removed it meanwhile
                    answered();
                    create(session);
                }
                return true;
            });
        }

        private CompletableFuture<Boolean> missing() {
            session.remove(this);
            answered();
            create(session);
            return CompletableFuture.completedFuture(true);
        }

        @Override
        public void disconnected() {}

        @Override
        public void reconnected() {
            finding.request();
        }

        @Override
        public void sessionOver(LossReason reason) {
            answered();
            place.completeExceptionally(new SessionExpired(what() + ": the answer was lost, and then " + session
                    + " ended; whatever it had made goes with it"));
        }
    }
}
