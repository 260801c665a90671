package dev.holdfast.etcd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets callbacks through until it is closed. */
final class Gate {

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    private final Ticker ticker;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private @Nullable Thread inside;

    Gate(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Runs a callback, one at a time, unless the gate is closed. */
    void pass(Runnable callback) {
        synchronized (lock) {
            if (closed) {
                return;
            }
            inside = Thread.currentThread();
        }
        try {
            callback.run();
        } finally {
            synchronized (lock) {
                inside = null;
                lock.notifyAll();
            }
        }
    }

    /** Lets no callback begin any more; waits a second at most for one that has begun. */
    void close() {
        Deadline deadline = Deadline.after(ticker, CLOSE_WAIT);
        synchronized (lock) {
            closed = true;
            try {
                while (inside != null && inside != Thread.currentThread() && !deadline.hasPassed()) {
                    TimeUnit.NANOSECONDS.timedWait(lock, Math.max(1, deadline.remainingNanos()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
