package dev.holdfast.zookeeper;

import dev.holdfast.model.LossReason;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Session;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.ZooKeeper;

/** One session: its handle, its heartbeats, and what lives in it. */
final class ZooKeeperSession implements Session {

    private final ZooKeeper handle;
    private final long number;
    private final Duration timeout;
    private final Wire wire;
    private final Validity validity;
    private final Ticker ticker;
    private final Set<Resident> residents = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<LossReason> ended = new CompletableFuture<>();

    /** @param sentNanos when the request that opened the session was sent, or earlier */
    ZooKeeperSession(ZooKeeper handle, ConnectSpec spec, long sentNanos) {
        this.handle = handle;
        this.number = handle.getSessionId();
        this.timeout = Duration.ofMillis(handle.getSessionTimeout());
        this.wire = new Wire(handle, Proofs.owners(spec));
        this.validity = new Validity(timeout, spec.trusted(timeout), sentNanos);
        this.ticker = spec.ticker();
    }

    @Override
    public String id() {
        return "0x" + Long.toHexString(number);
    }

    @Override
    public long validUntilNanos() {
        return validity.untilNanos();
    }

    @Override
    public CompletionStage<LossReason> ended() {
        return ended;
    }

    /** Returns the session's own number, which an ephemeral node shows as its owner. */
    long number() {
        return number;
    }

    /** Returns the timeout that the server granted. */
    Duration timeout() {
        return timeout;
    }

    Wire wire() {
        return wire;
    }

    boolean isOver() {
        return ended.isDone();
    }

    /** Returns whether a handle that has just connected still carries this session. */
    boolean isCarriedBy(ZooKeeper connected) {
        return handle == connected && number == connected.getSessionId();
    }

    boolean isOn(ZooKeeper other) {
        return handle == other;
    }

    /** Hears of heartbeats that were answered. */
    interface BeatListener {
        void beaten(ZooKeeperSession session, long sentNanos, long answeredNanos);
    }

    /** Asks the leader for a sign of life. An error is no answer, and nothing else. */
    void beat(BeatListener listener) {
        long sent = ticker.nanos();
        var unused = wire.beat().thenRun(() -> {
            long answered = ticker.nanos();
            validity.answered(sent, answered);
            listener.beaten(this, sent, answered);
        });
    }

    /** Has a resident told of this session, at once if it is over. */
    void add(Resident resident) {
        residents.add(resident);
        if (ended.isDone()) {
            residents.remove(resident);
            resident.sessionOver(ended.join());
        }
    }

    void remove(Resident resident) {
        residents.remove(resident);
    }

    boolean has(Resident resident) {
        return residents.contains(resident);
    }

    void disconnected() {
        residents.forEach(Resident::disconnected);
    }

    /** @param sentNanos when the request that took the session up again was sent, or earlier */
    void reconnected(long sentNanos) {
        validity.resumed(sentNanos);
        residents.forEach(Resident::reconnected);
    }

    void end(LossReason reason) {
        validity.end();
        ended.complete(reason);
        residents.forEach(resident -> resident.sessionOver(ended.join()));
        residents.clear();
    }

    @Override
    public String toString() {
        return "session " + id();
    }
}
