package dev.holdfast;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread that made it when a grant ends, unless disarmed before. After {@link #disarm()} no interrupt of
 * its own is pending; one by somebody else that was pending when the grant ended still is.
 */
final class InterruptOnLoss {

    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable Thread thread = Thread.currentThread();

    @GuardedBy("lock")
    private boolean fired;

    InterruptOnLoss(Grant grant) {
        grant.onLost(reason -> fire());
    }

    /** Interrupts the thread now, unless disarmed before. */
    void fire() {
        synchronized (lock) {
            if (thread != null && !thread.isInterrupted()) {
                fired = true;
                thread.interrupt();
            }
        }
    }

    boolean hasFired() {
        synchronized (lock) {
            return fired;
        }
    }

    void disarm() {
        synchronized (lock) {
            thread = null;
            if (fired) {
                Thread.interrupted();
            }
        }
    }
}
