package dev.holdfast.zookeeper;

import dev.holdfast.model.LossReason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes a node that may have been made, and that nobody waits for, until that is done or its session is over. Requests
 * of one session are done in the order in which they were sent, so the reading of the queue tells what became of the
 * create, whether it was answered or not.
 */
final class Removal implements Resident {

    private static final Logger log = LoggerFactory.getLogger(Removal.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final Connection connection;
    private final ZooKeeperSession session;
    private final String queue;
    private final String uuid;
    private final SingleFlight removing = new SingleFlight(this::remove);

    Removal(Connection connection, ZooKeeperSession session, String queue, String uuid) {
        this.connection = connection;
        this.session = session;
        this.queue = queue;
        this.uuid = uuid;
    }

    void start() {
        session.add(this);
        removing.request();
    }

    private CompletableFuture<?> remove() {
        if (session.isOver()) {
            return CompletableFuture.completedFuture(true);
        }
        Wire wire = session.wire();
        CompletableFuture<Boolean> synced = wire.sync(queue);
        return wire.children(queue, null)
                .thenCombine(synced, (children, ignored) -> children)
                .thenCompose(children -> delete(wire, children))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        session.remove(this);
                    } else {
                        log.debug("removal of {} in {} is tried again", uuid, queue);
                        connection.clockwork().after(RETRY_PAUSE, this::retry);
                    }
                });
    }

    private CompletableFuture<Boolean> delete(Wire wire, Optional<Wire.Children> children) {
        return QueueNode.queue(ZooKeeperContention.names(children)).stream()
                .filter(node -> node.isOf(uuid))
                .findFirst()
                .map(node -> wire.delete(queue + '/' + node.name()))
                .orElseGet(() -> CompletableFuture.completedFuture(true));
    }

    private void retry() {
        if (connection.isConnected(session)) {
            removing.request();
        }
    }

    @Override
    public void disconnected() {}

    @Override
    public void reconnected() {
        removing.request();
    }

    @Override
    public void sessionOver(LossReason reason) {
        log.debug("removal of {} in {} ends with {}: {}", uuid, queue, session, reason);
    }
}
