package dev.holdfast.zookeeper;

import dev.holdfast.model.LossReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A create whose answer was lost. Once the same session is connected again, the leader takes no request of the old
 * connection any more, and has answered a sync after those that it took; so the queue tells what became of it.
 */
final class LostEntry implements Resident {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final Connection connection;
    private final ZooKeeperSession session;
    private final String queue;
    private final String uuid;
    private final Listener listener;
    private final SingleFlight finding = new SingleFlight(this::find);

    /** Hears once what became of the node. */
    interface Listener {

        /**
         * It was made.
         *
         * @param children the queue in which it was found
         */
        void found(ZooKeeperSession session, Wire.Created node, CompletableFuture<Optional<Wire.Children>> children);

        /** It was not made, or somebody has removed it meanwhile. */
        void missing(ZooKeeperSession session);

        /** The session is over, and with it whatever was made. */
        void over(ZooKeeperSession session);
    }

    LostEntry(Connection connection, ZooKeeperSession session, String queue, String uuid, Listener listener) {
        this.connection = connection;
        this.session = session;
        this.queue = queue;
        this.uuid = uuid;
        this.listener = listener;
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
        return wire.data(path, null).thenCompose(node -> {
            if (node.isEmpty() || node.get().stat().getEphemeralOwner() != session.number()) {
                return missing();
            }
            session.remove(this);
            listener.found(session, new Wire.Created(path, node.get().stat()), children);
            return CompletableFuture.completedFuture(true);
        });
    }

    private CompletableFuture<Boolean> missing() {
        session.remove(this);
        listener.missing(session);
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
        listener.over(session);
    }
}
