package dev.holdfast.zookeeper;

import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Tells who is at the front of a queue. While the front is full, it watches the nodes in it, so whoever enters behind it
 * wakes nobody; while it is not, the queue's children; and while the queue's node is missing, its creation.
 *
 * <p>One reading is under way at a time. After a connect, each follows a {@code sync}, so what it finds is no older than
 * what was found before, in the same session or in another. A head with a lower token than one that was told is not
 * told (see {@link HeadOrder}).
 */
final class FrontObservation implements Observation, Follower, WatchRouter.PathListener {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final Connection connection;
    private final String queue;
    private final int depth;
    private final Consumer<List<Contender>> listener;
    private final Gate gate;
    private final SingleFlight reading = new SingleFlight(this::read);
    private final Listening listening;
    private final HeadOrder heads;
    private volatile boolean mustSync = true;

    /** Who is in the front, by path; in a full front, only those with a watch that has not fired. */
    private final Map<String, Contender> known = new ConcurrentHashMap<>();

    /** Whether there are as many as are told at most; and the rest: touched by one reading at a time. */
    private volatile boolean isFull;

    private volatile @Nullable List<Contender> told;

    private FrontObservation(Connection connection, String queue, int depth, Consumer<List<Contender>> listener) {
        this.connection = connection;
        this.queue = queue;
        this.depth = depth;
        this.listener = listener;
        this.gate = new Gate(connection.ticker());
        this.isFull = depth == 1;
        this.listening = new Listening(connection.watches(), this);
        this.heads = new HeadOrder(connection.ticker(), connection.timeout());
    }

    static FrontObservation start(Connection connection, String queue, int depth, Consumer<List<Contender>> listener) {
        FrontObservation observation = new FrontObservation(connection, queue, depth, listener);
        connection.current().ensureOpen();
        connection.follow(observation);
        observation.reading.request();
        return observation;
    }

    @Override
    public void close() {
        gate.close();
        connection.forget(this);
        listening.close();
    }

    @Override
    public void connected() {
        mustSync = true;
        if (isFull) {
            known.clear();
        }
        reading.request();
    }

    @Override
    public void confirmed(long sentNanos) {
        if (heads.isUndecided()) {
            mustSync = true;
            reading.request();
        }
    }

    @Override
    public void changed(String path, EventType event) {
        known.remove(path);
        reading.request();
    }

    private CompletableFuture<?> read() {
        Optional<ZooKeeperSession> session = connection.current().now();
        if (session.isEmpty() || !gate.isOpen()) {
            return CompletableFuture.completedFuture(true);
        }
        Wire wire = session.get().wire();
        boolean synced = mustSync;
        mustSync = false;
        boolean childrenWatched = !isFull;
        if (childrenWatched) {
            listening.to(Set.of(queue));
        }
        CompletableFuture<Boolean> sync = synced ? wire.sync(queue) : CompletableFuture.completedFuture(true);
        return wire.children(queue, childrenWatched ? connection.watches() : null)
                .thenCombine(sync, (children, ignored) -> children)
                .thenCompose(children -> children.isEmpty()
                        ? awaitQueue(wire)
                        : front(wire, children.get().names(), childrenWatched))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        mustSync = true;
                        connection.clockwork().after(RETRY_PAUSE, reading::request);
                    }
                });
    }

    /** The queue's node is missing: nobody contends, until it is made. */
    private CompletableFuture<Boolean> awaitQueue(Wire wire) {
        listening.to(Set.of(queue));
        isFull = false;
        known.clear();
        return wire.exists(queue, connection.watches()).thenApply(stat -> {
            if (stat.isPresent()) {
                reading.request();
            } else {
                tell(List.of());
            }
            return true;
        });
    }

    private CompletableFuture<Boolean> front(Wire wire, List<String> names, boolean childrenWatched) {
        List<String> paths = QueueNode.queue(names).stream()
                .limit(depth)
                .map(node -> queue + '/' + node.name())
                .toList();
        boolean wasFull = isFull;
        isFull = paths.size() == depth;
        if (isFull != wasFull) {
            known.clear();
        }
        if (!isFull && !childrenWatched) {
            reading.request();
            return CompletableFuture.completedFuture(true);
        }
        listening.to(isFull ? Set.copyOf(paths) : Set.of(queue));
        known.keySet().retainAll(paths);
        CompletableFuture<?>[] read = paths.stream()
                .filter(path -> !known.containsKey(path))
                .map(path -> wire.data(path, isFull ? connection.watches() : null)
                        .thenAccept(
                                node -> node.ifPresent(found -> known.put(path, ZooKeeperContention.contender(found)))))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(read).thenApply(done -> {
            found(paths);
            return true;
        });
    }

    private void found(List<String> paths) {
        List<Contender> front = new ArrayList<>();
        for (String path : paths) {
            Contender contender = known.get(path);
            if (contender == null) {
                reading.request();
                return;
            }
            front.add(contender);
        }
        if (front.isEmpty() || !heads.isStale(front.get(0).token())) {
            tell(List.copyOf(front));
        }
    }

    private void tell(List<Contender> front) {
        if (!front.equals(told)) {
            told = front;
            gate.pass(() -> listener.accept(front));
        }
    }
}
