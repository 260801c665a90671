package dev.holdfast.zookeeper;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.zookeeper.ZooKeeper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One backend's way to the store, through losses of the connection and of sessions, until closed. */
final class Connection implements Handles.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    /**
     * Heartbeats in a session timeout. A beat counts when one that was sent a quarter of the timeout later is answered:
     * the third after it, so a session is certain for 0.5 to 0.6 timeouts after the last answer.
     */
    private static final int HEARTBEATS = 10;

    private final ConnectSpec spec;
    private final Clockwork clockwork;
    private final Later later;
    private final CurrentSession current;
    private final WatchRouter watches = new WatchRouter();
    private final Clearings clearings = new Clearings(watches);
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final Handles handles;
    private final Patience patience;

    private Connection(ConnectSpec spec) {
        this.spec = spec;
        this.clockwork = new Clockwork(spec.namespace());
        this.later = new Later(clockwork);
        this.current = new CurrentSession(spec.namespace());
        this.handles = new Handles(spec, this);
        this.patience = new Patience(spec.ticker(), spec.session());
        follow(clearings);
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
            ZooKeeperSession first = connection.current.await(new Call(what, Effect.READ, deadline));
            SessionRange.check(
                    Duration.ofMillis(spec.session().toMillis()),
                    first.timeout(),
                    connection.handles.visits(),
                    deadline);
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

    /** Returns the session of this moment, and those who wait for one. */
    CurrentSession current() {
        return current;
    }

    /** Has a follower told of this connection until it is {@link #forget forgotten}. */
    void follow(Follower follower) {
        followers.add(follower);
    }

    void forget(Follower follower) {
        followers.remove(follower);
    }

    WatchRouter watches() {
        return watches;
    }

    /** Returns the queues that are known to be empty. */
    Clearings clearings() {
        return clearings;
    }

    Clockwork clockwork() {
        return clockwork;
    }

    /** Returns what runs tasks that are seldom still needed. */
    Later later() {
        return later;
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
        current.now().ifPresent(session -> session.beat(this::beaten));
        if (patience.isOver()) {
            log.warn(
                    "no connection for {} session timeouts namespace={}; a new session is made",
                    Patience.TIMEOUTS,
                    spec.namespace());
            handles.replace();
        }
    }

    private void beaten(ZooKeeperSession session, long sentNanos, long answeredNanos) {
        spec.telemetry().heartbeatAnswered(answeredNanos - sentNanos);
        if (current.isConnected(session)) {
            followers.forEach(follower -> follower.confirmed(sentNanos));
        }
    }

    @Override
    public void connected(ZooKeeper handle, long sentNanos) {
        current.connect(handle, () -> new ZooKeeperSession(handle, spec, sentNanos))
                .ifPresent(change -> connected(change, sentNanos));
    }

    private void connected(CurrentSession.Change change, long sentNanos) {
        boolean first = patience.connected();
        change.over().ifPresent(over -> end(over, LossReason.SESSION_ENDED));
        if (!first) {
            spec.telemetry().reconnected();
        }
        if (change.isNew()) {
            opened(change.current());
        } else {
            log.info("connected again namespace={} {}", spec.namespace(), change.current());
            change.current().reconnected(sentNanos);
        }
        clockwork.soon(this::beat);
        change.waiters().forEach(waiter -> waiter.connected(change.current()));
        followers.forEach(Follower::connected);
    }

    private void opened(ZooKeeperSession fresh) {
        spec.telemetry().sessionMade();
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
        Optional<ZooKeeperSession> session = current.disconnect(handle);
        if (session.isPresent()) {
            patience.disconnected();
            log.info("disconnected namespace={} {}", spec.namespace(), session.get());
            session.get().disconnected();
        }
    }

    @Override
    public void refused(ZooKeeper handle) {
        log.warn("login refused namespace={}{}", spec.namespace(), Proofs.asUser(spec));
        patience.refused();
        current.refuse();
        over(handle);
    }

    @Override
    public void over(@Nullable ZooKeeper handle) {
        current.drop(handle).ifPresent(over -> end(over, LossReason.SESSION_ENDED));
    }

    private void end(ZooKeeperSession over, LossReason reason) {
        log.info("session ended namespace={} {} reason={}", spec.namespace(), over, reason);
        over.end(reason);
        spec.telemetry().sessionEnded(reason);
    }

    /** Ends the session here first, so that nothing is trusted any more, and then at the store. */
    @Override
    public void close() {
        if (!current.close()) {
            return;
        }
        clockwork.close();
        current.drop(null).ifPresent(last -> end(last, LossReason.CLOSED));
        handles.close();
    }
}
