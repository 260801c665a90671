package dev.holdfast.etcd;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread on which watches and places change their state, and callbacks run: in order, one at a time. */
final class EventLoop implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);
    private static final long CLOSE_MS = 1_000;

    private final ScheduledThreadPoolExecutor executor;
    private volatile Thread thread = Thread.currentThread();

    EventLoop(String namespace) {
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "etcd-events-" + namespace);
            made.setDaemon(true);
            thread = made;
            return made;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        executor.prestartCoreThread();
    }

    /** Runs a task soon; not at all once the loop is closed, when nothing is left to be told. */
    void execute(Runnable task) {
        after(0, task);
    }

    /** Runs a task later; the result takes it back. */
    Runnable after(long nanos, Runnable task) {
        try {
            var scheduled = executor.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("a step of the event loop failed", e);
        }
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Lets the task under way finish, and begins no other. */
    @Override
    public void close() {
        executor.shutdown();
        if (isCurrent()) {
            return;
        }
        try {
            if (!executor.awaitTermination(CLOSE_MS, TimeUnit.MILLISECONDS)) {
                log.warn("a callback still runs thread={}; it is left behind", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
