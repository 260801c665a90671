package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.Unavailable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;

/** The session of a connection at this moment, whether it is connected, and who waits for that. */
final class CurrentSession {

    private final String namespace;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Set<Waiter> waiters = new LinkedHashSet<>();

    @GuardedBy("lock")
    private @Nullable ZooKeeperSession session;

    @GuardedBy("lock")
    private boolean connected;

    /** Whether the handle in use was refused; nothing will come of it, and after a while another one is tried. */
    @GuardedBy("lock")
    private boolean refused;

    @GuardedBy("lock")
    private boolean closed;

    /** Waits for a session without keeping a thread. Told once. */
    interface Waiter {

        void connected(ZooKeeperSession session);

        void closed(IllegalStateException why);
    }

    /**
     * What a connect has changed.
     *
     * @param over the session before, if it has another number or handle
     */
    record Change(Optional<ZooKeeperSession> over, ZooKeeperSession current, boolean isNew, List<Waiter> waiters) {
        Change {
            waiters = List.copyOf(waiters);
        }
    }

    CurrentSession(String namespace) {
        this.namespace = namespace;
    }

    /**
     * Returns the session, once it is connected.
     *
     * @throws Unavailable if it is not before the deadline of the call
     * @throws IllegalStateException if the connection is closed
     */
    ZooKeeperSession await(Call call) throws InterruptedException {
        synchronized (lock) {
            while (true) {
                if (closed) {
                    throw closed(call.what() + ": ");
                }
                if (session != null && connected) {
                    return session;
                }
                if (refused) {
                    throw call.refused();
                }
                if (call.deadline().hasPassed()) {
                    throw call.unreached();
                }
                TimeUnit.NANOSECONDS.timedWait(lock, call.deadline().remainingNanos());
            }
        }
    }

    /** Returns the session, if it is connected at this moment. */
    Optional<ZooKeeperSession> now() {
        synchronized (lock) {
            return connected ? Optional.ofNullable(session) : Optional.empty();
        }
    }

    /**
     * Returns the session if it is connected at this moment; otherwise has the waiter told at the next connect.
     *
     * @throws IllegalStateException if the connection is closed
     */
    Optional<ZooKeeperSession> nowOr(Waiter waiter) {
        synchronized (lock) {
            if (closed) {
                throw closed("");
            }
            if (connected) {
                return Optional.ofNullable(session);
            }
            waiters.add(waiter);
            return Optional.empty();
        }
    }

    void forget(Waiter waiter) {
        synchronized (lock) {
            waiters.remove(waiter);
        }
    }

    /** @throws IllegalStateException if the connection is closed */
    void ensureOpen() {
        synchronized (lock) {
            if (closed) {
                throw closed("");
            }
        }
    }

    boolean isConnected(ZooKeeperSession one) {
        synchronized (lock) {
            return connected && session == one;
        }
    }

    /** A handle is connected; returns empty if nobody is interested any more. */
    Optional<Change> connect(ZooKeeper handle, Supplier<ZooKeeperSession> maker) {
        synchronized (lock) {
            if (closed) {
                return Optional.empty();
            }
            ZooKeeperSession before = session;
            boolean isNew = before == null || !before.isCarriedBy(handle);
            ZooKeeperSession current = before == null || isNew ? maker.get() : before;
            session = current;
            connected = true;
            refused = false;
            List<Waiter> told = drain();
            lock.notifyAll();
            return Optional.of(new Change(Optional.ofNullable(isNew ? before : null), current, isNew, told));
        }
    }

    /** The ensemble refused the login of the handle in use. */
    void refuse() {
        synchronized (lock) {
            refused = true;
            connected = false;
            lock.notifyAll();
        }
    }

    /** A handle is disconnected; returns its session if that is the current one. */
    Optional<ZooKeeperSession> disconnect(ZooKeeper handle) {
        synchronized (lock) {
            if (session == null || !session.isOn(handle)) {
                return Optional.empty();
            }
            connected = false;
            return Optional.of(session);
        }
    }

    /** The session of a handle, or of whatever handle there was, is over; returns it. */
    Optional<ZooKeeperSession> drop(@Nullable ZooKeeper handle) {
        synchronized (lock) {
            refused &= handle != null;
            ZooKeeperSession over = session;
            if (over == null || (handle != null && !over.isOn(handle))) {
                return Optional.empty();
            }
            session = null;
            connected = false;
            return Optional.of(over);
        }
    }

    /** Ends all waiting; returns whether it was open. */
    boolean close() {
        List<Waiter> told;
        synchronized (lock) {
            if (closed) {
                return false;
            }
            closed = true;
            connected = false;
            told = drain();
            lock.notifyAll();
        }
        told.forEach(waiter -> waiter.closed(closed("")));
        return true;
    }

    @GuardedBy("lock")
    private List<Waiter> drain() {
        List<Waiter> all = new ArrayList<>(waiters);
        waiters.clear();
        return all;
    }

    private IllegalStateException closed(String what) {
        return new IllegalStateException(what + "the backend of '" + namespace + "' is closed");
    }
}
