package dev.holdfast.etcd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Those who wait, without a thread, for a session that is certainly alive. Safe for many threads. */
final class SessionWaiters {

    private final EventLoop loop;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final List<Waiter> waiters = new ArrayList<>();

    @GuardedBy("lock")
    private boolean closed;

    SessionWaiters(EventLoop loop) {
        this.loop = loop;
    }

    private static final class Waiter extends CompletableFuture<EtcdSession> {
        private final String what;

        Waiter(String what) {
            this.what = what;
        }

        void fail() {
            completeExceptionally(new IllegalStateException(what + ": the connection is closed"));
        }
    }

    /** @param what what the session is for, for messages */
    CompletableFuture<EtcdSession> add(Deadline deadline, String what) {
        Waiter waiter = new Waiter(what);
        synchronized (lock) {
            if (!closed) {
                waiters.add(waiter);
            }
        }
        Runnable alarm = loop.after(
                deadline.remainingNanos(),
                () -> waiter.completeExceptionally(
                        new Unavailable(what + ": no member renewed or made a session in time; nothing was changed")));
        var unused = waiter.whenComplete((alive, failure) -> {
            alarm.run();
            synchronized (lock) {
                waiters.removeIf(one -> one == waiter);
            }
        });
        synchronized (lock) {
            if (!closed) {
                return waiter;
            }
        }
        waiter.fail();
        return waiter;
    }

    boolean isEmpty() {
        synchronized (lock) {
            return waiters.isEmpty();
        }
    }

    void serve(EtcdSession alive) {
        taken().forEach(waiter -> waiter.complete(alive));
    }

    /** Fails those who wait, and whoever comes later. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
        taken().forEach(Waiter::fail);
    }

    private List<Waiter> taken() {
        synchronized (lock) {
            List<Waiter> all = List.copyOf(waiters);
            waiters.clear();
            return all;
        }
    }
}
