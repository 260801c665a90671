package dev.holdfast.etcd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One lease, from its grant until it is known to be gone, and the places that are bound to it. */
final class EtcdSession implements Session {

    private final long lease;
    private final String id;
    private final EventLoop loop;
    private final CompletableFuture<LossReason> ended = new CompletableFuture<>();
    private final Object lock = new Object();
    private volatile long validUntilNanos;

    @GuardedBy("lock")
    private @Nullable LossReason over;

    /** By key, in the order in which they were entered. */
    @GuardedBy("lock")
    private final Map<ByteString, EtcdPlace> places = new LinkedHashMap<>();

    @GuardedBy("lock")
    private boolean inDoubt;

    EtcdSession(long lease, long validUntilNanos, EventLoop loop) {
        this.lease = lease;
        this.id = Long.toHexString(lease);
        this.validUntilNanos = validUntilNanos;
        this.loop = loop;
    }

    long lease() {
        return lease;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public long validUntilNanos() {
        return validUntilNanos;
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

    /** Has a place told when the session is over, if it is not taken back before. */
    void bind(EtcdPlace place) {
        LossReason reason;
        synchronized (lock) {
            reason = over;
            if (reason == null) {
                places.put(place.key(), place);
                return;
            }
        }
        loop.execute(() -> place.sessionOver(reason));
    }

    void unbind(EtcdPlace place) {
        synchronized (lock) {
            places.remove(place.key(), place);
        }
    }

    /** Returns the own place that has this key; null if there is none. */
    @Nullable
    EtcdPlace place(ByteString key) {
        synchronized (lock) {
            return places.get(key);
        }
    }

    /** Notes that something of the session was missing; returns whether that is news, so that the store must be asked. */
    boolean doubt() {
        synchronized (lock) {
            boolean news = !inDoubt && over == null;
            inDoubt = true;
            return news;
        }
    }

    /** Notes that the store still has the lease. */
    void trust() {
        synchronized (lock) {
            inDoubt = false;
        }
    }

    /** Ends the session and tells it on the event loop; returns whether it was not over before. */
    boolean end(LossReason reason) {
        List<EtcdPlace> bound;
        synchronized (lock) {
            if (over != null) {
                return false;
            }
            over = reason;
            bound = List.copyOf(places.values());
            places.clear();
        }
        loop.execute(() -> {
            ended.complete(reason);
            bound.forEach(place -> place.sessionOver(reason));
        });
        return true;
    }
}
