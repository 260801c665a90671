package dev.holdfast.zookeeper;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/**
 * One try to enter a queue. The create and the reading of the queue leave in one flight. The node's name carries a uuid,
 * by which it is found again when the answer was lost, so that it is never made twice.
 */
final class Entering {

    private final Connection connection;
    private final String queue;
    private final byte[] label;
    private final Call call;
    private final String uuid = UUID.randomUUID().toString();

    /** The session in which a create was sent whose outcome is not known; null if there is none. */
    private @Nullable ZooKeeperSession unresolved;

    Entering(Connection connection, String queue, byte[] label, Deadline deadline) {
        this.connection = connection;
        this.queue = queue;
        this.label = label.clone();
        this.call = new Call("enter " + queue + " on ZooKeeper", Effect.SESSION_WRITE, deadline);
    }

    ZooKeeperPlace enter() throws InterruptedException {
        try {
            while (true) {
                Optional<ZooKeeperPlace> place = create(connection.connected(call));
                if (place.isPresent()) {
                    return place.get();
                }
            }
        } finally {
            if (unresolved != null) {
                new Removal(connection, unresolved, queue, uuid).start();
            }
        }
    }

    /** Returns empty if the node was certainly not made, and another try may make it. */
    private Optional<ZooKeeperPlace> create(ZooKeeperSession session) throws InterruptedException {
        unresolved = session;
        CompletableFuture<Wire.Created> create =
                session.wire().create(queue + '/' + QueueNode.prefix(uuid), label, CreateMode.EPHEMERAL_SEQUENTIAL);
        CompletableFuture<Optional<Wire.Children>> children = session.wire().children(queue, null);
        try {
            Wire.Created made = call.answer(create);
            unresolved = null;
            String name = made.path().substring(queue.length() + 1);
            return Optional.of(place(session, name, made.stat().getCzxid(), children));
        } catch (KeeperException e) {
            return recover(session, e);
        }
    }

    private ZooKeeperPlace place(
            ZooKeeperSession session, String name, long token, CompletableFuture<Optional<Wire.Children>> children)
            throws InterruptedException {
        ZooKeeperPlace place = new ZooKeeperPlace(connection, session, queue, name, token);
        try {
            call.answer(place.start(children));
        } catch (KeeperException | Indeterminate e) {
            // the node is there; the place reads by itself where it stands
        } catch (InterruptedException e) {
            place.leave();
            throw e;
        }
        return place;
    }

    private Optional<ZooKeeperPlace> recover(ZooKeeperSession session, KeeperException error)
            throws InterruptedException {
        if (error.code() == Code.NONODE) {
            unresolved = null;
            makeParents(session);
            return Optional.empty();
        }
        CoordinationException known = call.failed(error);
        if (known instanceof Indeterminate && ErrorTable.isPassing(error.code())) {
            return find(session, error);
        }
        if (!(known instanceof Indeterminate)) {
            unresolved = null;
        }
        throw known;
    }

    /** Parents are for all; making them changes nothing for others, and is tried again after a lost answer. */
    private void makeParents(ZooKeeperSession session) throws InterruptedException {
        try {
            call.answer(Parents.make(session.wire(), queue));
        } catch (KeeperException e) {
            if (!ErrorTable.isPassing(e.code())) {
                throw new Unavailable(call.what() + ": its parents could not be made: " + e.code(), e);
            }
        }
    }

    /**
     * Finds out what became of a create whose answer was lost. Once the same session is connected again, the leader
     * takes no request of the old connection any more, and has answered a sync after those that it took.
     */
    private Optional<ZooKeeperPlace> find(ZooKeeperSession session, KeeperException lost) throws InterruptedException {
        while (true) {
            reconnected(session, lost);
            CompletableFuture<Boolean> synced = session.wire().sync(queue);
            CompletableFuture<Optional<Wire.Children>> children = session.wire().children(queue, null);
            try {
                call.answer(synced);
                Optional<QueueNode> node = QueueNode.queue(ZooKeeperContention.names(call.answer(children))).stream()
                        .filter(one -> one.isOf(uuid))
                        .findFirst();
                if (node.isEmpty()) {
                    unresolved = null;
                    return Optional.empty();
                }
                String name = node.get().name();
                Optional<Wire.Node> found = call.answer(session.wire().data(queue + '/' + name, null));
                if (found.isPresent() && found.get().stat().getEphemeralOwner() == session.number()) {
                    unresolved = null;
                    return Optional.of(place(session, name, found.get().stat().getCzxid(), children));
                }
            } catch (KeeperException e) {
                if (!ErrorTable.isPassing(e.code())) {
                    throw call.failed(lost);
                }
            }
        }
    }

    private void reconnected(ZooKeeperSession session, KeeperException lost) throws InterruptedException {
        ZooKeeperSession current;
        try {
            current = connection.connected(call);
        } catch (Unavailable e) {
            throw call.failed(lost);
        }
        if (current != session) {
            unresolved = null;
            throw new SessionExpired(call.what() + ": the answer was lost, and then " + session
                    + " ended; whatever it had made is gone");
        }
    }
}
