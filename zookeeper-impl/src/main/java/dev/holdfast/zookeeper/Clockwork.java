package dev.holdfast.zookeeper;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What runs by the clock: the heartbeat, on a thread that does nothing else, and everything else on another. */
final class Clockwork implements AutoCloseable {

    private final ScheduledThreadPoolExecutor heartbeat;
    private final ScheduledThreadPoolExecutor timer;

    Clockwork(String namespace) {
        this.heartbeat = executor("zookeeper-heartbeat-" + namespace);
        this.timer = executor("zookeeper-timer-" + namespace);
    }

    private static ScheduledThreadPoolExecutor executor(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    void heartbeat(Duration period, Runnable beat) {
        var unused = heartbeat.scheduleAtFixedRate(beat, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Runs a heartbeat out of turn. */
    void soon(Runnable beat) {
        try {
            heartbeat.execute(beat);
        } catch (RejectedExecutionException closed) {
            // nothing is kept alive any more
        }
    }

    /** Runs a short task once, unless the result is run before. */
    Runnable after(Duration pause, Runnable task) {
        try {
            var scheduled = timer.schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException closed) {
            // what is retried, or given up at a deadline, ends with the connection
            return () -> {};
        }
    }

    /** Runs a short task again and again, until the result is run. */
    Runnable every(Duration period, Runnable task) {
        try {
            var scheduled = timer.scheduleAtFixedRate(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public void close() {
        heartbeat.shutdownNow();
        timer.shutdownNow();
    }
}
