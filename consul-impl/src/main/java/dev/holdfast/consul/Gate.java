package dev.holdfast.consul;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets callbacks through one at a time until it is closed: none begins after {@link #close} has returned. */
final class Gate {

    private static final Logger log = LoggerFactory.getLogger(Gate.class);
    private static final Duration CALLBACK_MAX = Duration.ofSeconds(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();

    @GuardedBy("lock")
    private boolean closed;

    /** The thread in a callback; null while there is none. */
    @GuardedBy("lock")
    private @Nullable Thread inside;

    /** Runs a callback, unless closed. */
    void pass(Runnable callback) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            inside = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        try {
            callback.run();
        } catch (RuntimeException e) {
            log.error("callback failed", e);
        } finally {
            lock.lock();
            try {
                inside = null;
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Closes; waits for a callback that has begun on another thread, which is short, for a second at most. */
    void close() {
        boolean interrupted = false;
        lock.lock();
        try {
            closed = true;
            long left = CALLBACK_MAX.toNanos();
            while (inside != null && inside != Thread.currentThread() && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            lock.unlock();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
