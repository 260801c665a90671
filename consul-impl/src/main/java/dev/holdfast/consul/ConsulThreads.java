package dev.holdfast.consul;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one connection beside the renewal: one that starts what is due, and those that carry requests. */
final class ConsulThreads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ConsulThreads.class);

    private static final Duration IDLE_MAX = Duration.ofSeconds(3);

    private final ScheduledThreadPoolExecutor clock;
    private final ExecutorService calls;

    ConsulThreads(String namespace) {
        this.clock = new ScheduledThreadPoolExecutor(1, named("consul-clock-" + namespace));
        this.clock.setRemoveOnCancelPolicy(true);
        this.clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.calls = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_MAX.toMillis(),
                TimeUnit.MILLISECONDS,
                new SynchronousQueue<>(),
                named("consul-call-" + namespace));
    }

    /** Returns the threads that carry one request each, as long as it is under way. */
    ExecutorService calls() {
        return calls;
    }

    /**
     * Runs a short task, which must not block, after a while; never, once closed.
     *
     * @return revokes it
     */
    @CanIgnoreReturnValue
    Runnable after(Duration wait, Runnable task) {
        try {
            Future<?> due = clock.schedule(() -> run(task), wait.toNanos(), TimeUnit.NANOSECONDS);
            return () -> due.cancel(false);
        } catch (RejectedExecutionException closed) {
            log.debug("not scheduled: the connection is closed");
            return () -> {};
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("scheduled task failed", e);
        }
    }

    private static ThreadFactory named(String name) {
        AtomicLong number = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, name + '-' + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        clock.shutdownNow();
        calls.shutdown();
    }
}
