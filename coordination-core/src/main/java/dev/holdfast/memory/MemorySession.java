package dev.holdfast.memory;

import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Session;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** A session: what the store knows of it, under the store's lock, and what its client knows, which needs none. */
final class MemorySession implements Session {

    private static final AtomicLong NUMBERS = new AtomicLong();

    private final String id = Long.toHexString(NUMBERS.incrementAndGet());
    private final MemoryLink link;
    private final Ticker ticker;
    private final Duration timeout;
    private final Duration trusted;

    // the store's side
    private final Set<MemoryPlace> places = new LinkedHashSet<>();
    private long heardNanos;

    // the client's side
    private final AtomicLong validUntilNanos;
    private final CompletableFuture<LossReason> ended = new CompletableFuture<>();

    MemorySession(MemoryLink link, Ticker ticker, Duration timeout, Duration trusted) {
        this.link = link;
        this.ticker = ticker;
        this.timeout = timeout;
        this.trusted = trusted;
        this.validUntilNanos = new AtomicLong(ticker.nanos());
    }

    MemoryLink link() {
        return link;
    }

    String client() {
        return link.client();
    }

    // the store's side

    Set<MemoryPlace> places() {
        return places;
    }

    void heard() {
        heardNanos = ticker.nanos();
    }

    /** Returns the time until the session is overdue; zero or less when it is. */
    long overdueInNanos() {
        return heardNanos + timeout.toNanos() - ticker.nanos();
    }

    // the client's side

    void answered(long sentNanos) {
        long until = sentNanos + trusted.toNanos();
        validUntilNanos.accumulateAndGet(until, (old, next) -> next - old > 0 ? next : old);
    }

    boolean isValid() {
        return !ended.isDone() && validUntilNanos.get() - ticker.nanos() > 0;
    }

    void end(LossReason reason) {
        ended.complete(reason);
    }

    /** Says that something could not be done because the session is over. */
    SessionExpired over(String what) {
        return new SessionExpired(
                what + " in memory: session " + id + " of " + client() + " is over, and all that it held is free");
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long validUntilNanos() {
        return validUntilNanos.get();
    }

    @Override
    public CompletionStage<LossReason> ended() {
        return ended.minimalCompletionStage();
    }
}
