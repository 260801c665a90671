package dev.holdfast.etcd;

import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread on which answers and events arrive, watches change their state and callbacks run: in order, one at a time,
 * and without a change of threads on the way from the network to a callback.
 */
final class EventLoop {

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private final EventExecutor executor;

    /** @param executor the one thread of the connection's network I/O; its owner ends it */
    EventLoop(EventExecutor executor) {
        this.executor = executor;
    }

    /** Runs a task soon, never from inside this call; not at all once the thread has ended, when nothing is left to be told. */
    void execute(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
        } catch (RejectedExecutionException ended) {
            log.trace("a step after the end of the event loop is left out");
        }
    }

    /** Runs a task now if this is the loop's own thread, soon otherwise. */
    void run(Runnable task) {
        if (isCurrent()) {
            guarded(task);
        } else {
            execute(task);
        }
    }

    /** Runs a task later; the result takes it back. */
    Runnable after(long nanos, Runnable task) {
        try {
            var scheduled = executor.schedule(() -> guarded(task), Math.max(0, nanos), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException ended) {
            return () -> {};
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("a step of the event loop failed", e);
        }
    }

    boolean isCurrent() {
        return executor.inEventLoop();
    }
}
