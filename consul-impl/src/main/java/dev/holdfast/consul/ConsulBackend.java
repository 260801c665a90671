package dev.holdfast.consul;

import dev.holdfast.consul.Calls.Repeat;
import dev.holdfast.consul.Calls.Unanswered;
import dev.holdfast.model.Capabilities;
import dev.holdfast.model.Capabilities.FailOver;
import dev.holdfast.model.Capabilities.WatchPromise;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Catalogue;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Security.Login;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to Consul: the parts, and their beginning and end. */
final class ConsulBackend implements Backend {

    private static final Logger log = LoggerFactory.getLogger(ConsulBackend.class);

    private static final Duration PATIENCE_MIN = Duration.ofMillis(250);
    private static final Duration PATIENCE_MAX = Duration.ofSeconds(2);
    private static final Duration EXPIRY_MARGIN = Duration.ofSeconds(1);

    private static final Duration GOODBYE = Duration.ofMillis(500);

    private final Mode mode;
    private final ConnectSpec spec;
    private final Duration session;
    private final ConsulThreads threads;
    private final Members members;
    private final Calls calls;
    private final SessionKeeper keeper;
    private final QueueContention contention;
    private final KvEntries entries;
    private final AgentCatalogue catalogue;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ConsulBackend(ConnectSpec spec) {
        Duration quarter = spec.session().dividedBy(4);
        Duration patience = longer(PATIENCE_MIN, quarter.compareTo(PATIENCE_MAX) < 0 ? quarter : PATIENCE_MAX);
        this.mode = Mode.of(spec);
        this.spec = spec;
        this.session = spec.session();
        this.threads = new ConsulThreads(spec.namespace());
        this.members = new Members(spec, threads.calls(), patience);
        this.calls = new Calls(members, threads, patience);
        this.keeper =
                new SessionKeeper(spec, new SessionMaking(spec, mode, members), new SessionRequests(spec, members));
        this.contention = new QueueContention(spec, mode, calls, threads, keeper);
        this.entries = new KvEntries(spec, calls, contention);
        this.catalogue = new AgentCatalogue(spec, mode, members, keeper.sessions());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    static ConsulBackend connect(ConnectSpec spec, Deadline deadline) throws InterruptedException {
        SessionLimits.check(Mode.of(spec), spec.session());
        ConsulBackend backend = new ConsulBackend(spec);
        boolean connected = false;
        try {
            backend.keeper.start(backend::sessionEnded);
            backend.keeper.sessions().await(deadline);
            backend.checkRights(spec, deadline);
            connected = true;
            return backend;
        } finally {
            if (!connected) {
                backend.close();
            }
        }
    }

    private void sessionEnded(ConsulSession ended, LossReason reason) {
        contention.sessionEnded(ended, reason);
        catalogue.sessionEnded();
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
     * <p>Plain: the server ends a session two TTLs after its last renewal. Fast: the agent's check fails one TTL after it
     * was last passed, and the lock-delay is as long again. The last heartbeat is never longer ago than a third of a TTL
     * when the holder dies. Source: {@code structs.SessionTTLMultiplier}.
     */
    @Override
    public Capabilities capabilities() {
        Duration twice = session.multipliedBy(2);
        FailOver failOver = new FailOver(
                twice.minus(session.dividedBy(3)), twice.minus(session.dividedBy(10)), twice.plus(EXPIRY_MARGIN));
        String store = mode.isFast()
                ? "Consul (a check on one agent: if that dies, so does the session; if both do, 20 s more)"
                : "Consul";
        return new Capabilities(store, session, failOver, WatchPromise.LATEST);
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
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            List<ConsulPlace> heads = contention.heads();
            catalogue.beginClose();
            keeper.close(() -> giveUp(heads));
            catalogue.close();
            calls.close();
            threads.close();
            members.close();
        }
    }

    /** Removes head keys before the session ends, so that no lock-delay holds them back. */
    private void giveUp(List<ConsulPlace> heads) throws InterruptedException {
        Deadline deadline = Deadline.after(spec.ticker(), GOODBYE);
        List<Sending> under = new ArrayList<>();
        for (ConsulPlace place : heads) {
            HeadKey head = place.headKey();
            if (head != null) {
                List<TxnOp> ops = new ArrayList<>(head.givenUp());
                ops.add(TxnOp.delete(place.key()));
                under.add(calls.write("give up '" + head.key() + "' on Consul", ops, Repeat.HARMLESS, deadline));
            }
        }
        for (Sending one : under) {
            try {
                one.await();
            } catch (Unanswered e) {
                log.debug("head key not given up; its lock-delay holds it back", e);
            }
        }
    }
}
