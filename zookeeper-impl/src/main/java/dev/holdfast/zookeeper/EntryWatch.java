package dev.holdfast.zookeeper;

import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.EntryState;
import dev.holdfast.zookeeper.Sightings.Sighting;
import dev.holdfast.zookeeper.Sightings.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one entry. Each reading is one flight of a one-shot watch and the data, so nothing can change unseen between a
 * reading and its watch. It is repeated after each event and connect, and every 30 to 60 seconds in case the store has
 * lost a watch. One reading is under way at a time. After a connect it follows a {@code sync}.
 *
 * <p>While nothing is read and nothing has happened, each heartbeat of the session confirms the state: it is answered
 * after the events of all that had been committed when it was sent.
 *
 * <p>One-shot and not persistent watches, because those are set again after a reconnect without telling what changed
 * meanwhile (ZOOKEEPER-4698), and because closing one must be told to the store.
 */
final class EntryWatch implements Observation, Follower, WatchRouter.PathListener {

    private static final Logger log = LoggerFactory.getLogger(EntryWatch.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    private static final long CHECK_MS_MIN = 30_000;
    private static final long CHECK_MS_MAX = 60_000;

    private final Connection connection;
    private final String key;
    private final String path;
    private final EntryListener listener;
    private final Gate gate;
    private final Sightings sightings;
    private final SingleFlight reading = new SingleFlight(this::read);
    private Runnable stopClock = () -> {};

    /** Whether the next reading must be no older than its request. */
    private volatile boolean mustSync = true;

    /** Whether the last reading is still true as far as was heard. */
    private volatile boolean isClean;

    /** How many events and connects were heard, on the event thread. */
    private final AtomicLong heard = new AtomicLong();

    private EntryWatch(Connection connection, String key, EntryListener listener) {
        this.connection = connection;
        this.key = key;
        this.path = connection.path(key);
        this.listener = listener;
        this.gate = new Gate(connection.ticker());
        this.sightings = new Sightings(connection.ticker(), connection.timeout());
    }

    static EntryWatch start(Connection connection, String key, EntryListener listener) {
        connection.current().ensureOpen();
        EntryWatch watch = new EntryWatch(connection, key, listener);
        connection.watches().listen(watch.path, watch);
        connection.follow(watch);
        watch.stopClock = connection
                .clockwork()
                .every(
                        Duration.ofMillis(ThreadLocalRandom.current().nextLong(CHECK_MS_MIN, CHECK_MS_MAX)),
                        watch::check);
        watch.reading.request();
        return watch;
    }

    @Override
    public void close() {
        gate.close();
        stopClock.run();
        connection.forget(this);
        connection.watches().forget(path, this);
    }

    @Override
    public void changed(String changed, EventType event) {
        heard();
        reading.request();
    }

    @Override
    public void connected() {
        heard();
        mustSync = true;
        reading.request();
    }

    @Override
    public void confirmed(long sentNanos) {
        if (isClean) {
            gate.pass(() -> listener.confirmed(sentNanos));
        }
    }

    private void heard() {
        isClean = false;
        heard.incrementAndGet();
    }

    private void check() {
        mustSync = true;
        reading.request();
    }

    private CompletableFuture<?> read() {
        Optional<ZooKeeperSession> session = connection.current().now();
        if (session.isEmpty() || !gate.isOpen()) {
            return CompletableFuture.completedFuture(true);
        }
        Wire wire = session.get().wire();
        Round round =
                new Round(isClean, mustSync, heard.get(), connection.ticker().nanos());
        mustSync = false;
        CompletableFuture<Boolean> synced =
                round.isSynced() ? wire.sync(path) : CompletableFuture.completedFuture(true);
        CompletableFuture<Optional<Stat>> watched = wire.exists(path, connection.watches());
        return wire.data(path, null)
                .thenCombine(synced, (node, ignored) -> node)
                .thenCombine(watched, (node, ignored) -> node)
                .thenCompose(node -> node.isPresent()
                        ? CompletableFuture.completedFuture(Optional.of(seen(node.get())))
                        : missing(wire))
                .thenApply(seen -> seen.isPresent() && isJudged(seen.get(), round))
                .whenComplete((done, failure) -> {
                    if (failure != null || !done) {
                        mustSync = true;
                        connection.clockwork().after(RETRY_PAUSE, reading::request);
                    }
                });
    }

    /**
     * A reading that is under way.
     *
     * @param isCheck whether nothing had been heard since the one before
     * @param heard how much had been heard
     */
    private record Round(boolean isCheck, boolean isSynced, long heard, long sentNanos) {}

    /** A reading and what it is called outside. */
    private record Seen(Sighting sighting, EntryState state) {}

    private Seen seen(Wire.Node node) {
        Stat stat = node.stat();
        return ZooKeeperEntries.entry(key, node)
                .map(entry -> new Seen(new Sighting(stat.getCzxid(), stat.getMzxid()), EntryState.present(entry)))
                .orElseGet(() -> absent(stat.getMzxid()));
    }

    private static Seen absent(long zxid) {
        return new Seen(new Sighting(0, zxid), EntryState.absent(zxid));
    }

    /**
     * Finds a revision at which the node was missing: the pzxid of the nearest node above it that is there, which a
     * removal below has moved. The node is looked for once more after that, so what is made later is newer.
     *
     * @return empty if the node appeared meanwhile
     */
    private CompletableFuture<Optional<Seen>> missing(Wire wire) {
        List<CompletableFuture<Optional<Stat>>> above = new ArrayList<>();
        for (String parent : Parents.of(path)) {
            above.add(wire.exists(parent, null));
        }
        above.add(wire.exists("/", null));
        return wire.exists(path, null)
                .thenApply(again -> again.isPresent()
                        ? Optional.empty()
                        : above.stream()
                                .map(CompletableFuture::join)
                                .flatMap(Optional::stream)
                                .findFirst()
                                .map(nearest -> absent(nearest.getPzxid())));
    }

    /** Returns false for a reading of a member that lags. */
    private boolean isJudged(Seen seen, Round round) {
        Verdict verdict = sightings.judge(seen.sighting());
        if (verdict == Verdict.STALE) {
            isClean = false;
            return false;
        }
        isClean = round.heard() == heard.get();
        if (verdict != Verdict.SAME) {
            if (round.isCheck() && isClean) {
                log.warn("a change was found that no watch had told path={}", path);
            }
            EntryState state = verdict == Verdict.NEW_EPOCH ? seen.state().ofNewEpoch() : seen.state();
            gate.pass(() -> listener.changed(state));
        }
        if (round.isSynced()) {
            gate.pass(() -> listener.confirmed(round.sentNanos()));
        }
        return true;
    }
}
