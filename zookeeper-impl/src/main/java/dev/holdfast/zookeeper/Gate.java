package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets callbacks through, one at a time, until closed: after that none begins, and one under way is waited for. */
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

    boolean isOpen() {
        synchronized (lock) {
            return !closed;
        }
    }

    /** Waits a second at most for a callback that is under way, unless it is the one that closes. */
    void close() {
        Deadline deadline = Deadline.after(ticker, CLOSE_WAIT);
        synchronized (lock) {
            closed = true;
            try {
                while (inside != null && inside != Thread.currentThread() && !deadline.hasPassed()) {
                    TimeUnit.NANOSECONDS.timedWait(lock, deadline.remainingNanos());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
