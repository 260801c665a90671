package dev.holdfast.consul;

import dev.holdfast.model.Capabilities;
import dev.holdfast.model.Capabilities.FailOver;
import dev.holdfast.model.Capabilities.WatchPromise;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Security.Login;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** One connection to Consul: the parts, and their beginning and end. */
final class ConsulBackend implements Backend {

    private static final Duration PATIENCE_MIN = Duration.ofMillis(250);
    private static final Duration PATIENCE_MAX = Duration.ofSeconds(2);
    private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(1);

    private final Duration session;
    private final ConsulThreads threads;
    private final Members members;
    private final Calls calls;
    private final SessionKeeper keeper;
    private final QueueContention contention;
    private final KvEntries entries;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ConsulBackend(ConnectSpec spec) {
        Duration quarter = spec.session().dividedBy(4);
        Duration patience = longer(PATIENCE_MIN, quarter.compareTo(PATIENCE_MAX) < 0 ? quarter : PATIENCE_MAX);
        this.session = spec.session();
        this.threads = new ConsulThreads(spec.namespace());
        this.members = new Members(spec, threads.calls(), patience);
        this.calls = new Calls(members, patience);
        this.keeper = new SessionKeeper(spec, members);
        this.contention = new QueueContention(spec, calls, threads, keeper);
        this.entries = new KvEntries(spec, calls, threads);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    static ConsulBackend connect(ConnectSpec spec, Deadline deadline) throws InterruptedException {
        SessionLimits.check(spec.session());
        ConsulBackend backend = new ConsulBackend(spec);
        boolean connected = false;
        try {
            backend.keeper.start();
            backend.keeper.await(deadline);
            backend.checkRights(spec, deadline);
            backend.contention.start();
            connected = true;
            return backend;
        } finally {
            if (!connected) {
                backend.close();
            }
        }
    }

    /** A session may be had by a token that has no right to the keys; reading a folder would only leave them out. */
    private void checkRights(ConnectSpec spec, Deadline deadline) throws InterruptedException {
        if (spec.security().login() instanceof Login.Token) {
            String what =
                    "read a key below '" + spec.namespace() + "/' on Consul " + spec.endpoints() + " by the token";
            var unused = calls.read(what, spec.namespace() + "/-", false, deadline);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>The server ends a session two TTLs after its last renewal, which is never longer ago than a third of a TTL when
     * the holder dies. Source: {@code structs.SessionTTLMultiplier}.
     */
    @Override
    public Capabilities capabilities() {
        Duration twice = session.multipliedBy(2);
        FailOver failOver = new FailOver(
                twice.minus(session.dividedBy(3)), twice.minus(session.dividedBy(10)), twice.plus(EXPIRY_MARGIN));
        return new Capabilities("Consul", session, failOver, WatchPromise.LATEST);
    }

    @Override
    public Contention contention() {
        return contention;
    }

    @Override
    public Entries entries() {
        return entries;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            calls.close();
            keeper.close();
            threads.close();
            members.close();
        }
    }
}
