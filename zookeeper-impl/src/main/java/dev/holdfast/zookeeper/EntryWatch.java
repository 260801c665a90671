package dev.holdfast.zookeeper;

import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.EntryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Watches one entry. Each reading is one flight of {@code sync}, a one-shot watch, and the data, so nothing can change
 * unseen between a reading and its watch. It is repeated after each event and reconnect, and by the clock, which also
 * confirms the state. One reading is under way at a time.
 *
 * <p>One-shot and not persistent watches, because those are set again after a reconnect without telling what changed
 * meanwhile (ZOOKEEPER-4698), and because closing one must be told to the store.
 */
final class EntryWatch implements Observation {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    private static final Duration CONFIRM_MAX = Duration.ofSeconds(1);

    private final Connection connection;
    private final String key;
    private final String path;
    private final EntryListener listener;
    private final Gate gate;
    private final SingleFlight reading = new SingleFlight(this::read);
    private final Runnable onConnected = reading::request;
    private final Consumer<EventType> onEvent = this::changed;
    private Runnable stopClock = () -> {};

    /** What was told last, null before the first time; and the next: touched by one reading at a time. */
    private volatile @Nullable EntryState told;

    private volatile @Nullable Deadline lowerUntil;

    private EntryWatch(Connection connection, String key, EntryListener listener) {
        this.connection = connection;
        this.key = key;
        this.path = connection.path(key);
        this.listener = listener;
        this.gate = new Gate(connection.ticker());
    }

    static EntryWatch start(Connection connection, String key, EntryListener listener) {
        connection.ensureOpen();
        EntryWatch watch = new EntryWatch(connection, key, listener);
        Duration third = connection.timeout().dividedBy(3);
        connection.watches().listen(watch.path, watch.onEvent);
        connection.onConnected(watch.onConnected);
        watch.stopClock = connection
                .clockwork()
                .every(third.compareTo(CONFIRM_MAX) < 0 ? third : CONFIRM_MAX, watch.reading::request);
        watch.reading.request();
        return watch;
    }

    @Override
    public void close() {
        gate.close();
        stopClock.run();
        connection.forget(onConnected);
        connection.watches().forget(path, onEvent);
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
        long sentNanos = connection.ticker().nanos();
        CompletableFuture<Boolean> synced = wire.sync(path);
        CompletableFuture<Optional<Stat>> watched = wire.exists(path, connection.watches());
        return wire.data(path, null)
                .thenCombine(synced, (node, ignored) -> node)
                .thenCombine(watched, (node, ignored) -> node)
                .thenCompose(node -> state(wire, node))
                .thenAccept(state -> state.ifPresent(found -> found(found, sentNanos)))
                .whenComplete((done, failure) -> {
                    if (failure != null || lowerUntil != null) {
                        connection.clockwork().after(RETRY_PAUSE, reading::request);
                    }
                });
    }

    /** Returns empty if the node appeared meanwhile; its watch has another reading follow. */
    private CompletableFuture<Optional<EntryState>> state(Wire wire, Optional<Wire.Node> node) {
        if (node.isEmpty()) {
            return missing(wire);
        }
        EntryState state = ZooKeeperEntries.entry(key, node.get())
                .map(EntryState::present)
                .orElseGet(() -> EntryState.absent(node.get().stat().getMzxid()));
        return CompletableFuture.completedFuture(Optional.of(state));
    }

    /**
     * Finds a revision at which the node was missing: the pzxid of the nearest node above it that is there, which a
     * removal below has moved. The node is looked for once more after that, so what is made later is newer.
     */
    private CompletableFuture<Optional<EntryState>> missing(Wire wire) {
        List<CompletableFuture<Optional<Stat>>> above = new ArrayList<>();
        for (String parent : Parents.of(path)) {
            above.add(wire.exists(parent, null));
        }
        above.add(wire.exists("/", null));
        return wire.exists(path, null).thenApply(again -> {
            if (again.isPresent()) {
                reading.request();
                return Optional.empty();
            }
            return above.stream()
                    .map(CompletableFuture::join)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .map(nearest -> EntryState.absent(nearest.getPzxid()));
        });
    }

    private void found(EntryState state, long sentNanos) {
        EntryState last = told;
        if (last == null || (!isSame(state, last) && state.revision() > last.revision())) {
            tell(state);
        } else if (!isSame(state, last)) {
            if (isStale()) {
                return;
            }
            tell(state.ofNewEpoch());
        }
        lowerUntil = null;
        gate.pass(() -> listener.confirmed(sentNanos));
    }

    private void tell(EntryState state) {
        told = state;
        gate.pass(() -> listener.changed(state));
    }

    private static boolean isSame(EntryState state, EntryState last) {
        return state.entry().isPresent()
                ? last.entry().isPresent() && state.revision() == last.revision()
                : last.entry().isEmpty();
    }

    /** Returns whether an older state is that of a member which lags; one that stays is that of a restored ensemble. */
    private boolean isStale() {
        Deadline until = lowerUntil;
        if (until == null) {
            until = Deadline.after(connection.ticker(), connection.timeout());
            lowerUntil = until;
        }
        return !until.hasPassed();
    }
}
