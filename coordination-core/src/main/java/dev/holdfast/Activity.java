package dev.holdfast;

import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to one coordination object: what is held, waited for and watched now, and who wants to hear of it. */
final class Activity implements Telemetry {

    private static final Logger log = LoggerFactory.getLogger(Activity.class);

    private final Ticker ticker;
    private final List<CoordinationListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<Grant> held = ConcurrentHashMap.newKeySet();
    private final Set<Watch<?>> watches = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong heartbeats = new AtomicLong();
    private volatile long heartbeatNanos;

    Activity(Ticker ticker) {
        this.ticker = ticker;
    }

    void listen(CoordinationListener listener) {
        listeners.add(listener);
    }

    void forget(CoordinationListener listener) {
        listeners.remove(listener);
    }

    // rights

    void asked() {
        waiting.incrementAndGet();
    }

    void answered(Right right, boolean granted, long waitedNanos) {
        waiting.decrementAndGet();
        tell(listener -> listener.waited(right.kind(), right.name(), granted, Duration.ofNanos(waitedNanos)));
    }

    void granted(Right right, Grant grant) {
        held.add(grant);
        tell(listener -> listener.granted(right.kind(), right.name()));
    }

    void ended(Right right, Grant grant, LossReason reason, long heldNanos) {
        held.remove(grant);
        tell(listener -> listener.ended(right.kind(), right.name(), reason, Duration.ofNanos(heldNanos)));
    }

    /** Returns a view of all grants that are held. */
    Set<Grant> grants() {
        return Collections.unmodifiableSet(held);
    }

    int held() {
        return held.size();
    }

    int waiting() {
        return waiting.get();
    }

    /** Returns for how long everything that is held is certain; empty if nothing is. */
    Optional<Duration> validity() {
        return held.stream().map(Grant::remaining).min(Duration::compareTo);
    }

    // watches

    void opened(Watch<?> watch) {
        watches.add(watch);
    }

    void closed(Watch<?> watch) {
        watches.remove(watch);
    }

    Optional<Duration> stalest() {
        return watches.stream().map(Watch::staleness).max(Duration::compareTo);
    }

    // the connection

    /** Returns how long ago the last heartbeat was answered; empty if none was yet. */
    Optional<Duration> sinceHeartbeat() {
        return heartbeats.get() == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, ticker.nanos() - heartbeatNanos)));
    }

    @Override
    public void sessionMade() {
        heartbeat();
        tell(CoordinationListener::sessionMade);
    }

    @Override
    public void sessionEnded(LossReason reason) {
        tell(listener -> listener.sessionEnded(reason));
    }

    @Override
    public void heartbeatAnswered(long tookNanos) {
        heartbeat();
        tell(listener -> listener.heartbeatAnswered(Duration.ofNanos(tookNanos)));
    }

    @Override
    public void reconnected() {
        tell(CoordinationListener::reconnected);
    }

    private void heartbeat() {
        heartbeatNanos = ticker.nanos();
        heartbeats.incrementAndGet();
    }

    /** A listener that throws must not harm what it listens to. */
    private void tell(Consumer<CoordinationListener> event) {
        for (CoordinationListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                log.error("listener failed listener={}", listener, e);
            }
        }
    }
}
