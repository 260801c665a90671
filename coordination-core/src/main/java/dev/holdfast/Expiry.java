package dev.holdfast;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends grants when their time has run out unnoticed. One alarm serves all grants of a connection: it is set to the
 * earliest deadline that is known, and looks at every grant when it goes off, since heartbeats move deadlines meanwhile.
 */
final class Expiry {

    private final Set<Grant> held;
    private final Threads threads;
    private final Object lock = new Object();

    /** Takes the alarm back; null if none is set. */
    @GuardedBy("lock")
    private @Nullable Runnable cancellation;

    @GuardedBy("lock")
    private long alarmNanos;

    /** @param held a view of all grants that are held, which may be read while it changes */
    Expiry(Set<Grant> held, Threads threads) {
        this.held = held;
        this.threads = threads;
    }

    /** Sees to it that the grants are looked at when this deadline has come. */
    void watch(long deadlineNanos) {
        synchronized (lock) {
            Runnable set = cancellation;
            if (set != null && alarmNanos - deadlineNanos <= 0) {
                return;
            }
            if (set != null) {
                set.run();
            }
            alarmNanos = deadlineNanos;
            cancellation = threads.at(deadlineNanos, this::look);
        }
    }

    private void look() {
        synchronized (lock) {
            cancellation = null;
        }
        boolean any = false;
        long earliest = 0;
        for (Grant grant : held) {
            OptionalLong deadline = grant.deadlineNanos();
            if (deadline.isPresent() && (!any || deadline.getAsLong() - earliest < 0)) {
                earliest = deadline.getAsLong();
                any = true;
            }
        }
        if (any) {
            watch(earliest);
        }
    }
}
