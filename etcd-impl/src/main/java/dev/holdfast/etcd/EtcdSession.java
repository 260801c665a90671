package dev.holdfast.etcd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Session;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One lease, from its grant until it is known to be gone. */
final class EtcdSession implements Session {

    private final long lease;
    private final EventLoop loop;
    private final CompletableFuture<LossReason> ended = new CompletableFuture<>();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private long validUntilNanos;

    @GuardedBy("lock")
    private @Nullable LossReason over;

    @GuardedBy("lock")
    private final Set<Consumer<LossReason>> bound = new LinkedHashSet<>();

    EtcdSession(long lease, long validUntilNanos, EventLoop loop) {
        this.lease = lease;
        this.validUntilNanos = validUntilNanos;
        this.loop = loop;
    }

    long lease() {
        return lease;
    }

    @Override
    public String id() {
        return Long.toHexString(lease);
    }

    @Override
    public long validUntilNanos() {
        synchronized (lock) {
            return validUntilNanos;
        }
    }

    @Override
    public CompletionStage<LossReason> ended() {
        return ended.minimalCompletionStage();
    }

    boolean isOver() {
        synchronized (lock) {
            return over != null;
        }
    }

    /** Moves the point forward up to which the store has promised to keep the lease. */
    void validUntil(long nanos) {
        synchronized (lock) {
            if (over == null && nanos - validUntilNanos > 0) {
                validUntilNanos = nanos;
            }
        }
    }

    /** Has a listener called on the event loop when the session is over, if it is not taken back before. */
    void bind(Consumer<LossReason> listener) {
        LossReason reason;
        synchronized (lock) {
            reason = over;
            if (reason == null) {
                bound.add(listener);
                return;
            }
        }
        loop.execute(() -> listener.accept(reason));
    }

    void unbind(Consumer<LossReason> listener) {
        synchronized (lock) {
            bound.remove(listener);
        }
    }

    /** Ends the session and tells it on the event loop; returns whether it was not over before. */
    boolean end(LossReason reason) {
        List<Consumer<LossReason>> listeners;
        synchronized (lock) {
            if (over != null) {
                return false;
            }
            over = reason;
            listeners = List.copyOf(bound);
            bound.clear();
        }
        loop.execute(() -> {
            ended.complete(reason);
            listeners.forEach(listener -> listener.accept(reason));
        });
        return true;
    }
}
