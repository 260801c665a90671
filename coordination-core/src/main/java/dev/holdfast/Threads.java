package dev.holdfast;

import dev.holdfast.spi.Ticker;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The threads of one coordination object: one that watches the clock, and those that run callbacks. */
final class Threads implements AutoCloseable {

    private final Ticker ticker;
    private final ScheduledThreadPoolExecutor clock;
    private final ExecutorService callbacks;

    Threads(Ticker ticker) {
        this.ticker = ticker;
        this.clock = new ScheduledThreadPoolExecutor(1, named("holdfast-clock"));
        this.clock.setRemoveOnCancelPolicy(true);
        this.clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.callbacks = Executors.newCachedThreadPool(named("holdfast-callback"));
    }

    /** Returns a new executor that runs its tasks in order, one at a time. */
    SerialDispatcher dispatcher() {
        return new SerialDispatcher(callbackPool());
    }

    /** Runs a short task, which must not block, at a point of the ticker's scale. */
    Runnable at(long nanos, Runnable task) {
        try {
            var scheduled = clock.schedule(task, Math.max(0, nanos - ticker.nanos()), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    /** Returns the threads that callbacks run on. */
    Executor callbackPool() {
        return task -> {
            try {
                callbacks.execute(task);
            } catch (RejectedExecutionException closed) {
                // the last callbacks of grants that end with the coordination object itself
                Thread last = named("holdfast-callback-last").newThread(task);
                last.start();
            }
        };
    }

    private static ThreadFactory named(String name) {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, name + '-' + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Lets callbacks that are under way finish, and starts no more on the pool. */
    @Override
    public void close() {
        clock.shutdownNow();
        callbacks.shutdown();
    }
}
