package dev.holdfast.consul;

import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Consul session with a TTL and nothing else that could end it but its owner or an operator.
 *
 * <p>The server ends it no earlier than one TTL after the last renewal (it waits for two), so that the send time of an
 * answered renewal plus the TTL, less the drift, is a promise. Source: {@code session_ttl.go},
 * {@code structs.SessionTTLMultiplier}.
 */
final class ConsulSession implements Session {

    private final String id;
    private final long trustedNanos;
    private final AtomicLong validUntilNanos;
    private final CompletableFuture<LossReason> ended = new CompletableFuture<>();

    /** @param sentNanos when the request was sent that made the session */
    ConsulSession(String id, long trustedNanos, long sentNanos) {
        this.id = id;
        this.trustedNanos = trustedNanos;
        this.validUntilNanos = new AtomicLong(sentNanos + trustedNanos);
    }

    /** Notes that a renewal sent at {@code sentNanos} was answered: the validity moves, never back. */
    void renewed(long sentNanos) {
        long until = sentNanos + trustedNanos;
        if (!isOver()) {
            validUntilNanos.accumulateAndGet(until, (old, next) -> next - old > 0 ? next : old);
        }
    }

    void end(LossReason reason) {
        ended.complete(reason);
    }

    boolean isOver() {
        return ended.isDone();
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

    @Override
    public String toString() {
        return "session " + id;
    }
}
