package dev.holdfast.zookeeper;

import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Tells who is at the head of a queue. It watches the head alone; while there is none, the queue's node, and while that
 * is missing too, its creation.
 *
 * <p>One reading is under way at a time, each after a {@code sync}, so what it finds is no older than what was found
 * before, in the same session or in another. A head with a lower token than one that was told is not told, unless it
 * stays for longer than a session timeout: the ensemble was restored then.
 */
final class HeadObservation implements Observation {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final Connection connection;
    private final String queue;
    private final Consumer<List<Contender>> listener;
    private final Gate gate;
    private final SingleFlight reading = new SingleFlight(this::read);
    private final Runnable onConnected = reading::request;
    private final Consumer<EventType> onEvent = this::changed;

    /** What was told last, null before the first time; and the rest: touched by one reading at a time. */
    private volatile @Nullable List<Contender> told;

    private volatile long highestToken = -1;
    private volatile @Nullable Deadline lowerUntil;
    private volatile String watched;

    private HeadObservation(Connection connection, String queue, Consumer<List<Contender>> listener) {
        this.connection = connection;
        this.queue = queue;
        this.listener = listener;
        this.gate = new Gate(connection.ticker());
        this.watched = queue;
    }

    static HeadObservation start(Connection connection, String queue, Consumer<List<Contender>> listener) {
        HeadObservation observation = new HeadObservation(connection, queue, listener);
        connection.ensureOpen();
        connection.onConnected(observation.onConnected);
        observation.reading.request();
        return observation;
    }

    @Override
    public void close() {
        gate.close();
        connection.forget(onConnected);
        connection.watches().forget(watched, onEvent);
    }

    private void changed(EventType event) {
        reading.request();
    }

    private CompletableFuture<?> read() {
        Optional<ZooKeeperSession> session = connection.connectedNow();
        if (session.isEmpty() || !gate.isOpen()) {
            return CompletableFuture.completedFuture(true);
        }
        Wire wire = session.get().wire();
        CompletableFuture<Boolean> synced = wire.sync(queue);
        return wire.children(queue, null)
                .thenCombine(synced, (children, ignored) -> children)
                .thenCompose(children -> follow(wire, children))
                .whenComplete((done, failure) -> {
                    if (failure != null || !done) {
                        connection.clockwork().after(RETRY_PAUSE, reading::request);
                    }
                });
    }

    /** Returns whether the reading told the present state; otherwise another is due. */
    private CompletableFuture<Boolean> follow(Wire wire, Optional<Wire.Children> children) {
        Optional<QueueNode> head =
                QueueNode.queue(ZooKeeperContention.names(children)).stream().findFirst();
        if (head.isPresent()) {
            String path = watch(queue + '/' + head.get().name());
            return wire.data(path, connection.watches()).thenApply(node -> {
                node.ifPresentOrElse(found -> tellHead(ZooKeeperContention.contender(found)), reading::request);
                return node.isEmpty() || lowerUntil == null;
            });
        }
        watch(queue);
        if (children.isPresent()) {
            return wire.children(queue, connection.watches()).thenApply(this::stillEmpty);
        }
        return wire.exists(queue, connection.watches()).thenApply(stat -> {
            if (stat.isPresent()) {
                reading.request();
            } else {
                tell(List.of());
            }
            return true;
        });
    }

    private boolean stillEmpty(Optional<Wire.Children> children) {
        if (QueueNode.queue(ZooKeeperContention.names(children)).isEmpty() && children.isPresent()) {
            tell(List.of());
        } else {
            reading.request();
        }
        return true;
    }

    private String watch(String path) {
        String before = watched;
        if (!before.equals(path)) {
            connection.watches().forget(before, onEvent);
        }
        watched = path;
        connection.watches().listen(path, onEvent);
        if (!gate.isOpen()) {
            connection.watches().forget(path, onEvent);
        }
        return path;
    }

    private void tellHead(Contender head) {
        if (head.token() < highestToken) {
            Deadline until = lowerUntil;
            if (until == null) {
                until = Deadline.after(connection.ticker(), connection.timeout());
                lowerUntil = until;
            }
            if (!until.hasPassed()) {
                return;
            }
        }
        lowerUntil = null;
        highestToken = head.token();
        tell(List.of(head));
    }

    private void tell(List<Contender> heads) {
        if (!heads.equals(told)) {
            told = heads;
            gate.pass(() -> listener.accept(heads));
        }
    }
}
