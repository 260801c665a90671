package dev.holdfast.consul;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.consul.Posting.Wish;
import dev.holdfast.spi.Catalogue;
import dev.holdfast.spi.ConnectSpec;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows own instances in Consul's catalogue, through one agent, while there is a session. One thread, from the first
 * instance on, brings the agent's list to what is wished: when something changes, and five times in a session.
 */
final class AgentCatalogue implements Catalogue, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AgentCatalogue.class);

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final ConnectSpec spec;
    private final Mode mode;
    private final Members members;
    private final SessionInForce sessions;
    private final Duration within;
    private final Thread thread;
    private final Semaphore wake = new Semaphore(0);
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Set<Wish> wishes = new LinkedHashSet<>();

    @GuardedBy("lock")
    private boolean begun;

    @GuardedBy("lock")
    private boolean closed;

    // touched by the one thread

    private @Nullable Posting present;
    private final Leftovers leftovers;

    /** The session in which the agents would not take the check of the instances; null if there is none. */
    private @Nullable ConsulSession refusedIn;

    AgentCatalogue(ConnectSpec spec, Mode mode, Members members, SessionInForce sessions) {
        this.spec = spec;
        this.mode = mode;
        this.members = members;
        this.sessions = sessions;
        this.leftovers = new Leftovers(spec.ticker());
        this.within = spec.session().dividedBy(4);
        this.thread = new Thread(this::keep, "consul-catalogue-" + spec.namespace());
        this.thread.setDaemon(true);
    }

    @Override
    public Shown show(Instance instance) {
        Wish wish = new Wish(instance);
        synchronized (lock) {
            if (!closed) {
                wishes.add(wish);
                if (!begun) {
                    begun = true;
                    thread.start();
                }
            }
        }
        wake.release();
        return () -> takeBack(wish);
    }

    private void takeBack(Wish wish) {
        synchronized (lock) {
            wishes.remove(wish);
        }
        wake.release();
    }

    /** Looks after what is shown: a session has ended. */
    void sessionEnded() {
        wake.release();
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private List<Wish> wishes() {
        synchronized (lock) {
            return List.copyOf(wishes);
        }
    }

    private void keep() {
        try {
            while (!isClosed()) {
                step();
                if (wake.tryAcquire(spec.session().dividedBy(5).toNanos(), TimeUnit.NANOSECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            log.debug("catalogue of {} interrupted to end", spec.namespace());
        } finally {
            // an interrupt has done its work: what follows is bounded in time
            boolean interrupted = Thread.interrupted();
            log.debug("catalogue ends namespace={} interrupted={}", spec.namespace(), interrupted);
            sayGoodbye();
        }
    }

    private void step() throws InterruptedException {
        ConsulSession session = sessions.alive();
        if (session == null) {
            var unused = sessions.next().thenRun(wake::release);
        }
        Posting shown = present;
        if (shown != null && shown.session() != session) {
            moveAway(shown);
        }
        if (session != null && session != refusedIn) {
            bring(session, wishes());
        }
        leftovers.clean();
    }

    private void bring(ConsulSession session, List<Wish> wished) throws InterruptedException {
        Posting shown = present;
        boolean certain = session.validUntilNanos() - spec.ticker().nanos() > 0;
        try {
            if (wished.isEmpty() && shown != null) {
                moveAway(shown);
            } else if (!wished.isEmpty() && certain) {
                present(session).bring(wished);
            }
        } catch (StoreFault fault) {
            failed(session, fault);
        }
    }

    /** Returns what is shown in a session, with a check that passes. */
    private Posting present(ConsulSession session) throws InterruptedException, StoreFault {
        Posting shown = present;
        if (shown != null) {
            shown.beat();
            return shown;
        }
        AgentCheck bound = session.check();
        AgentCheck check = bound == null ? AgentCheck.on(members.chosen()) : bound;
        Posting begun = new Posting(session, check, bound == null, spec.namespace(), within);
        present = begun;
        begun.begin(spec.session());
        return begun;
    }

    private void failed(ConsulSession session, StoreFault fault) {
        Posting shown = present;
        if (shown == null) {
            return;
        }
        log.debug("catalogue of {} not brought up to date", spec.namespace(), fault);
        if (AgentCheck.isUnknown(fault)) {
            // the agent has forgotten everything
            moveAway(shown);
        } else if (ErrorTable.isFinal(fault)) {
            log.warn("nothing is shown in Consul's catalogue namespace={}: {}", spec.namespace(), fault.toString());
            refusedIn = session;
            moveAway(shown);
        } else {
            members.failed(shown.member());
            if (!mode.isFast() && members.chosen() != shown.member()) {
                moveAway(shown);
            }
        }
    }

    private void moveAway(Posting from) {
        present = null;
        leftovers.add(from);
        wake.release();
    }

    private void sayGoodbye() {
        Posting shown = present;
        if (shown != null) {
            moveAway(shown);
        }
        try {
            leftovers.clean();
        } catch (InterruptedException e) {
            log.debug("goodbye to the catalogue interrupted namespace={}", spec.namespace());
        }
    }

    /** Begins to take everything back. */
    void beginClose() {
        synchronized (lock) {
            closed = true;
        }
        thread.interrupt();
    }

    /** Waits until everything was taken back, but not for an agent that is silent. */
    @Override
    public void close() {
        beginClose();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, GOODBYE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
