package dev.holdfast;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.EntryState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What one thread that waits wants to know of a queue, of a key, and of its own right, and that there is news of them. */
final class Lobby implements EntryListener, AutoCloseable {

    private final Observation observation;
    private final Observation watch;
    private final Object lock = new Object();

    /** Null until told. */
    @GuardedBy("lock")
    private @Nullable List<Contender> front;

    /** Null until told. */
    @GuardedBy("lock")
    private @Nullable EntryState state;

    @GuardedBy("lock")
    private CompletableFuture<Void> news = new CompletableFuture<>();

    Lobby(Coordination coordination, Queue queue, String key, Grant own) {
        own.onLost(reason -> tell());
        observation = queue.observe(Integer.MAX_VALUE, this::changed);
        watch = coordination.backend().entries().watch(key, this);
    }

    /** Returns what completes with the next news; ask for it before looking at what is known. */
    CompletableFuture<Void> news() {
        synchronized (lock) {
            if (news.isDone()) {
                news = new CompletableFuture<>();
            }
            return news;
        }
    }

    boolean isTold() {
        synchronized (lock) {
            return front != null && state != null;
        }
    }

    List<Contender> front() {
        synchronized (lock) {
            return front == null ? List.of() : front;
        }
    }

    EntryState state() {
        synchronized (lock) {
            return state == null ? EntryState.absent(0) : state;
        }
    }

    private void changed(List<Contender> now) {
        synchronized (lock) {
            front = now;
        }
        tell();
    }

    @Override
    public void changed(EntryState now) {
        synchronized (lock) {
            state = now;
        }
        tell();
    }

    @Override
    public void confirmed(long atNanos) {
        // nothing has changed
    }

    private void tell() {
        CompletableFuture<Void> told;
        synchronized (lock) {
            told = news;
        }
        told.complete(null);
    }

    @Override
    public void close() {
        observation.close();
        watch.close();
    }
}
