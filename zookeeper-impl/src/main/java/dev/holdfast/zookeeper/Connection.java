package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The current session of a backend, through losses of the connection and of sessions, until closed. */
final class Connection implements Handles.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /**
     * Heartbeats in a session timeout. A beat counts when one that was sent a quarter of the timeout later is answered:
     * the third after it, so a session is certain for 0.5 to 0.6 timeouts after the last answer.
     */
    private static final int HEARTBEATS = 10;

    /**
     * Timeouts without a connection after which a session is given up. A handle that has seen a newer history than the
     * whole ensemble, which was restored from a copy, is refused by it for ever.
     */
    private static final int GIVE_UP = 4;

    private final ConnectSpec spec;
    private final Clockwork clockwork;
    private final WatchRouter watches = new WatchRouter();
    private final Set<Runnable> onConnected = ConcurrentHashMap.newKeySet();
    private final Handles handles;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable ZooKeeperSession session;

    @GuardedBy("lock")
    private boolean connected;

    @GuardedBy("lock")
    private @Nullable Deadline giveUp;

    /** Whether the handle in use was refused; nothing will come of it, and after a while another one is tried. */
    @GuardedBy("lock")
    private boolean refused;

    @GuardedBy("lock")
    private boolean closed;

    private Connection(ConnectSpec spec) {
        this.spec = spec;
        this.clockwork = new Clockwork(spec.namespace());
        this.handles = new Handles(spec, this);
    }

    /**
     * Connects and waits for the first session.
     *
     * @throws IllegalArgumentException if the server granted another session timeout than was asked for
     * @throws CoordinationException if there was no session before the deadline; nothing is left running
     */
    static Connection open(ConnectSpec spec, Deadline deadline) throws InterruptedException {
        Connection connection = new Connection(spec);
        boolean opened = false;
        try {
            TlsProbe.check(spec, deadline);
            connection.handles.start();
            String what = "connect to ZooKeeper at " + spec.endpoints() + " as '" + spec.namespace() + "'"
                    + Proofs.asUser(spec);
            ZooKeeperSession first = connection.connected(new Call(what, Effect.READ, deadline));
            checkTimeout(Duration.ofMillis(spec.session().toMillis()), first.timeout());
            // any password makes a session; the nodes that are there know whose they are
            var unused = Call.read(connection, what, deadline, wire -> wire.data('/' + spec.namespace(), null));
            connection.clockwork.heartbeat(spec.session().dividedBy(HEARTBEATS), connection::beat);
            opened = true;
            return connection;
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    private static void checkTimeout(Duration asked, Duration granted) {
        if (!granted.equals(asked)) {
            String bound = granted.compareTo(asked) > 0 ? "at least " : "at most ";
            throw new IllegalArgumentException("session must be " + bound + granted.toMillis() + " ms on this ensemble"
                    + " (minSessionTimeout and maxSessionTimeout, 2 and 20 ticks unless set), was " + asked.toMillis()
                    + " ms: ZooKeeper would silently change it");
        }
    }

    /**
     * Returns the session, once it is connected.
     *
     * @throws Unavailable if it is not before the deadline of the call
     * @throws IllegalStateException if this connection is closed
     */
    ZooKeeperSession connected(Call call) throws InterruptedException {
        synchronized (lock) {
            while (true) {
                if (closed) {
                    throw new IllegalStateException(
                            call.what() + ": the backend of '" + spec.namespace() + "' is closed");
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
    Optional<ZooKeeperSession> connectedNow() {
        synchronized (lock) {
            return connected ? Optional.ofNullable(session) : Optional.empty();
        }
    }

    /** @throws IllegalStateException if this connection is closed */
    void ensureOpen() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the backend of '" + spec.namespace() + "' is closed");
            }
        }
    }

    boolean isConnected(ZooKeeperSession one) {
        synchronized (lock) {
            return connected && session == one;
        }
    }

    /** Has a task run after each connect, of the same session or a new one, until it is {@link #forget forgotten}. */
    void onConnected(Runnable task) {
        onConnected.add(task);
    }

    void forget(Runnable task) {
        onConnected.remove(task);
    }

    WatchRouter watches() {
        return watches;
    }

    Clockwork clockwork() {
        return clockwork;
    }

    Ticker ticker() {
        return spec.ticker();
    }

    /** Returns the session timeout that was asked for, and granted to the first session. */
    Duration timeout() {
        return spec.session();
    }

    /** Returns the path of a queue or key. */
    String path(String name) {
        return '/' + spec.namespace() + '/' + name;
    }

    private void beat() {
        connectedNow().ifPresent(ZooKeeperSession::beat);
        if (isGivenUp()) {
            log.warn(
                    "no connection for {} session timeouts namespace={}; a new session is made",
                    GIVE_UP,
                    spec.namespace());
            handles.replace();
        }
    }

    private boolean isGivenUp() {
        synchronized (lock) {
            boolean passed = giveUp != null && giveUp.hasPassed();
            if (passed) {
                giveUp = Deadline.after(spec.ticker(), spec.session().multipliedBy(GIVE_UP));
            }
            return passed;
        }
    }

    @Override
    public void connected(ZooKeeper handle, long sentNanos) {
        ZooKeeperSession over = null;
        ZooKeeperSession current;
        boolean fresh = false;
        synchronized (lock) {
            if (closed) {
                return;
            }
            current = session;
            if (current == null || !current.isCarriedBy(handle)) {
                over = current;
                current = new ZooKeeperSession(handle, spec, sentNanos);
                session = current;
                fresh = true;
            }
            connected = true;
            giveUp = null;
            lock.notifyAll();
        }
        if (over != null) {
            end(over, LossReason.SESSION_ENDED);
        }
        if (fresh) {
            opened(current);
        } else {
            log.info("connected again namespace={} {}", spec.namespace(), current);
            current.reconnected(sentNanos);
        }
        clockwork.soon(this::beat);
        onConnected.forEach(Runnable::run);
    }

    private void opened(ZooKeeperSession fresh) {
        log.info("connected namespace={} {} timeout={}", spec.namespace(), fresh, fresh.timeout());
        if (!fresh.timeout().equals(spec.session())) {
            log.warn(
                    "session timeout changed by the server namespace={} asked={} granted={}",
                    spec.namespace(),
                    spec.session(),
                    fresh.timeout());
        }
    }

    @Override
    public void disconnected(ZooKeeper handle) {
        ZooKeeperSession current;
        synchronized (lock) {
            current = session;
            if (current == null || !current.isOn(handle)) {
                return;
            }
            connected = false;
            giveUp = Deadline.after(spec.ticker(), spec.session().multipliedBy(GIVE_UP));
        }
        log.info("disconnected namespace={} {}", spec.namespace(), current);
        current.disconnected();
    }

    @Override
    public void refused(ZooKeeper handle) {
        log.warn("login refused namespace={}{}", spec.namespace(), Proofs.asUser(spec));
        synchronized (lock) {
            refused = true;
            connected = false;
            giveUp = Deadline.after(spec.ticker(), spec.session());
            lock.notifyAll();
        }
        over(handle);
    }

    @Override
    public void over(@Nullable ZooKeeper handle) {
        ZooKeeperSession over;
        synchronized (lock) {
            refused &= handle != null;
            over = session;
            if (over == null || (handle != null && !over.isOn(handle))) {
                return;
            }
            session = null;
            connected = false;
        }
        end(over, LossReason.SESSION_ENDED);
    }

    private void end(ZooKeeperSession over, LossReason reason) {
        log.info("session ended namespace={} {} reason={}", spec.namespace(), over, reason);
        over.end(reason);
    }

    /** Ends the session here first, so that nothing is trusted any more, and then at the store. */
    @Override
    public void close() {
        ZooKeeperSession last;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            last = session;
            session = null;
            connected = false;
            lock.notifyAll();
        }
        clockwork.close();
        if (last != null) {
            end(last, LossReason.CLOSED);
        }
        handles.close();
    }
}
