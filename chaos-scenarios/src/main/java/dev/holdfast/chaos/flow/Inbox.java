package dev.holdfast.chaos.flow;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.chaos.workflow.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Where answers and results come in, and where a flow waits for them and for its times. An outcome counts from the next
 * tick on: an answer after 5 ms and one after 8 ms make the same course.
 */
final class Inbox {

    static final long TICK_NANOS = Duration.ofMillis(500).toNanos();

    /**
     * What a wait ended with.
     *
     * @param nanos the time that has come: never later than the clock, earlier when the flow is late
     */
    record Wake(long nanos, List<Outcome> outcomes, boolean isClosed) {
        Wake {
            outcomes = List.copyOf(outcomes);
        }
    }

    private record Arrival(Outcome outcome, long nanos) {}

    private final LongSupplier clock;
    private final long startNanos;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private final List<Arrival> arrivals = new ArrayList<>();

    @GuardedBy("lock")
    private boolean closed;

    /**
     * Makes an inbox.
     *
     * @param startNanos the time from which ticks are counted
     */
    Inbox(LongSupplier clock, long startNanos) {
        this.clock = clock;
        this.startNanos = startNanos;
    }

    void put(Outcome outcome) {
        lock.lock();
        try {
            long ticks = Math.floorDiv(clock.getAsLong() - startNanos, TICK_NANOS) + 1;
            arrivals.add(new Arrival(outcome, startNanos + ticks * TICK_NANOS));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends every wait from now on. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a time, or until the tick of an outcome before it. */
    Wake await(long dueNanos) throws InterruptedException {
        lock.lock();
        try {
            long next = next(dueNanos);
            while (!closed && next - clock.getAsLong() > 0) {
                long unused = changed.awaitNanos(next - clock.getAsLong());
                next = next(dueNanos);
            }
            return closed ? new Wake(clock.getAsLong(), List.of(), true) : new Wake(next, taken(next), false);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private long next(long dueNanos) {
        long next = dueNanos;
        for (Arrival arrival : arrivals) {
            if (arrival.nanos() - next < 0) {
                next = arrival.nanos();
            }
        }
        return next;
    }

    @GuardedBy("lock")
    private List<Outcome> taken(long nanos) {
        List<Outcome> taken = arrivals.stream()
                .filter(arrival -> arrival.nanos() - nanos <= 0)
                .map(Arrival::outcome)
                .toList();
        arrivals.removeIf(arrival -> arrival.nanos() - nanos <= 0);
        return taken;
    }
}
