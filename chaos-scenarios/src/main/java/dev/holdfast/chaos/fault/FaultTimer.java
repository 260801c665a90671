package dev.holdfast.chaos.fault;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Carries out a plan of faults. Each has its own thread, started before the plan begins, that waits for the fault's time
 * on the monotonic clock, injects it, samples it every 20 ms, and heals it. Closing heals at once whatever is in effect.
 */
public final class FaultTimer implements AutoCloseable {

    private static final long SAMPLE_NANOS = Duration.ofMillis(20).toNanos();
    private static final Duration CLOSING = Duration.ofSeconds(60);

    private final Nemesis nemesis;
    private final LongSupplier clock;
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private int running;

    @GuardedBy("lock")
    private final List<RuntimeException> failures = new ArrayList<>();

    @GuardedBy("lock")
    private boolean thrown;

    private FaultTimer(Nemesis nemesis, LongSupplier clock) {
        this.nemesis = nemesis;
        this.clock = clock;
    }

    /**
     * Starts carrying out a plan.
     *
     * @param startNanos the reading of the clock at which the plan begins
     */
    public static FaultTimer start(Nemesis nemesis, List<PlannedFault> plan, long startNanos, LongSupplier clock) {
        FaultTimer timer = new FaultTimer(nemesis, clock);
        timer.begin(plan, startNanos);
        return timer;
    }

    private void begin(List<PlannedFault> plan, long startNanos) {
        lock.lock();
        try {
            running = plan.size();
        } finally {
            lock.unlock();
        }
        for (PlannedFault planned : plan) {
            long at = startNanos + planned.at().toNanos();
            Thread thread = new Thread(
                    () -> carryOut(planned, at), "fault-" + planned.fault().name());
            threads.add(thread);
            thread.start();
        }
    }

    private void carryOut(PlannedFault planned, long at) {
        try {
            if (waitUntil(at)) {
                ActiveFault fault = nemesis.inject(planned.fault(), at);
                try {
                    hold(fault, at + planned.lasts().toNanos());
                } finally {
                    fault.heal();
                }
            }
        } catch (RuntimeException e) {
            note(e);
        } catch (InterruptedException e) {
            note(new IllegalStateException("fault '" + planned.fault().name() + "': its thread was interrupted", e));
        } finally {
            ended();
        }
    }

    private void hold(ActiveFault fault, long end) throws InterruptedException {
        boolean open;
        do {
            // at least once, however late this thread is
            fault.sample();
            open = waitUntil(Math.min(clock.getAsLong() + SAMPLE_NANOS, end));
        } while (open && !fault.isOver() && clock.getAsLong() - end < 0);
    }

    /** Returns whether the time has come; not so when the timer was closed before. */
    private boolean waitUntil(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos - clock.getAsLong();
            while (!closed && left > 0) {
                changed.awaitNanos(left);
                left = nanos - clock.getAsLong();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void note(RuntimeException e) {
        lock.lock();
        try {
            failures.add(e);
        } finally {
            lock.unlock();
        }
    }

    private void ended() {
        lock.lock();
        try {
            running--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every fault of the plan has been healed, and returns whether that was so within the bound. Throws what
     * went wrong first, {@link HealFailed} among it, once all have ended.
     */
    public boolean awaitEnd(Duration bound) throws InterruptedException {
        lock.lock();
        try {
            long left = bound.toNanos();
            while (running > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (running == 0) {
                throwFirst();
            }
            return running == 0;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Heals what is in effect, drops what has not begun, and waits for the threads to end; throws as {@link #awaitEnd}, unless
     * that has thrown it: an exception cannot be suppressed by itself.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, CLOSING.toNanos());
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (thread.isAlive()) {
                note(new HealFailed("close the faults: thread '" + thread.getName() + "' has not ended"));
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            throwFirst();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void throwFirst() {
        if (failures.isEmpty() || thrown) {
            return;
        }
        thrown = true;
        RuntimeException first = failures.get(0);
        for (RuntimeException other : failures) {
            if (other != first && !List.of(first.getSuppressed()).contains(other)) {
                first.addSuppressed(other);
            }
        }
        throw first;
    }
}
