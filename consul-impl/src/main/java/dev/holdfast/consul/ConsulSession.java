package dev.holdfast.consul;

import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Session;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A Consul session, in one of two modes.
 *
 * <p>Plain: with a TTL and nothing else that could end it but its owner or an operator. The server ends it no earlier
 * than one TTL after the last renewal (it waits for two), so that the send time of an answered renewal plus the TTL, less
 * the drift, is a promise. Source: {@code session_ttl.go}, {@code structs.SessionTTLMultiplier}.
 *
 * <p>Fast: bound to a check of the agent's too. Whatever ends it, its head keys are refused to others for one lock-delay
 * from then on; so the send time of the last heartbeat that both the check and the session have answered, plus the
 * lock-delay, less the drift, is a promise: see {@link HeadKeys}.
 */
final class ConsulSession implements Session {

    private final String id;
    private final long trustedNanos;
    private final AtomicLong validUntilNanos;
    private final @Nullable AgentCheck check;
    private final CompletableFuture<LossReason> ended = new CompletableFuture<>();

    /** When the last renewal of its TTL was sent that was answered; touched by the renewing thread alone. */
    private long ttlRenewedNanos;

    /**
     * Creates a session.
     *
     * @param check what it is bound to; null in the plain mode
     * @param sentNanos when the request was sent that made the session
     */
    ConsulSession(String id, @Nullable AgentCheck check, long trustedNanos, long sentNanos) {
        this.id = id;
        this.check = check;
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

    /** Notes that its TTL was renewed: in the fast mode that is less often than its check is passed. */
    void ttlRenewed(long sentNanos) {
        ttlRenewedNanos = sentNanos;
    }

    long ttlRenewedNanos() {
        return ttlRenewedNanos;
    }

    /** Notes that it is over; returns whether that is news. */
    boolean end(LossReason reason) {
        return ended.complete(reason);
    }

    @Nullable
    AgentCheck check() {
        return check;
    }

    Optional<LossReason> reasonOfEnd() {
        return Optional.ofNullable(ended.getNow(null));
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
