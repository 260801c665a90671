package dev.holdfast;

import dev.holdfast.LeaderElection.Term;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One candidate's standing for election, until it is closed. */
public final class Candidacy implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Candidacy.class);
    private static final Duration TURN_WAIT = Duration.ofDays(365);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);

    /** What a candidate may do is changed by people. */
    private static final Duration REFUSED_PAUSE = Duration.ofSeconds(2);

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final Coordination coordination;
    private final Queue queue;
    private final String candidate;
    private final Standing standing;
    private final Term term;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Reign reign;

    /**
     * The leadership that this candidate has now.
     *
     * @param keptUntil the end of the minimum term
     */
    private record Reign(Grant grant, InterruptOnLoss guard, Deadline keptUntil) {}

    private Candidacy(Coordination coordination, Queue queue, String candidate, Standing standing, Term term) {
        this.coordination = coordination;
        this.queue = queue;
        this.candidate = candidate;
        this.standing = standing;
        this.term = term;
        this.thread = new Thread(this::stand, "holdfast-candidate-" + queue.name());
        this.thread.setDaemon(true);
    }

    static Candidacy start(Coordination coordination, Queue queue, String candidate, Standing standing, Term term) {
        coordination.backend();
        Candidacy candidacy = new Candidacy(coordination, queue, candidate, standing, term);
        candidacy.thread.start();
        return candidacy;
    }

    /** Returns the leadership, if this candidate leads at this moment. No I/O. */
    public Optional<Grant> leadership() {
        return Optional.ofNullable(reign).map(Reign::grant).filter(Grant::isHeld);
    }

    /**
     * Resigns, and stands again, last in line: interrupts the term, at the end of the minimum term at the earliest, and
     * gives leadership back when it has returned. Returns at once; does nothing if this candidate does not lead.
     */
    public void resign() {
        Reign now = reign;
        if (now != null) {
            var unused = coordination.threads().at(now.keptUntil().atNanos(), now.guard()::fire);
        }
    }

    /**
     * Hands leadership over: sees to it that a certain candidate is next in line, and gives leadership back then, as if
     * lost; this candidate stands again, last in line. Those in between who give way (see {@link Standing}) move behind it;
     * one that does not makes this fail.
     *
     * @param successor the name under which the next leader joined
     * @return whether leadership was given back with that candidate next in line, who leads if it does not die at that
     *     moment; {@code false} if it is not there, did not come to be next in time, or the minimum term does not end in
     *     time: this candidate then goes on leading
     * @throws SessionExpired if this candidate does not lead, or no longer
     * @throws CoordinationException if the store could not be used; see its kinds. This candidate goes on leading
     */
    public boolean handOver(String successor, Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(coordination.ticker(), within);
        Reign now = reign;
        if (now == null || !now.grant().isHeld()) {
            throw new SessionExpired(
                    "hand over " + queue + " to '" + successor + "': '" + candidate + "' does not lead");
        }
        if (now.keptUntil().remainingNanos() > deadline.remainingNanos()) {
            return false;
        }
        coordination.pause(now.keptUntil());
        boolean next = new Succession(coordination, queue).isNext(now.grant(), successor, deadline);
        if (next) {
            now.grant().release();
        }
        return next;
    }

    /**
     * Resigns and stands no more. Interrupts the term and waits two seconds at most for it to return. Idempotent, never
     * throws.
     */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, CLOSE_WAIT.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn("term still running after resignation candidate={} queue={}", candidate, queue);
            Optional.ofNullable(reign).map(Reign::grant).ifPresent(Grant::close);
        }
    }

    private void stand() {
        try (Succession.Courtesy courtesy = new Succession(coordination, queue).courtesy(standing.givesWay())) {
            while (!closed && !coordination.isClosed()) {
                standOnce(courtesy);
            }
        } catch (IllegalStateException e) {
            log.debug("candidate={} of {} is being closed", candidate, queue);
        }
    }

    private void standOnce(Succession.Courtesy courtesy) {
        try {
            Optional<Grant> won =
                    queue.await(candidate, Deadline.after(coordination.ticker(), TURN_WAIT), courtesy::waits);
            courtesy.waitsNoMore();
            won.ifPresent(this::lead);
        } catch (CoordinationException | IllegalStateException e) {
            log.warn("candidate={} could not stand for {}: {}", candidate, queue, e.getMessage());
            pause(e instanceof Unavailable unavailable && unavailable.isRefused() ? REFUSED_PAUSE : RETRY_PAUSE);
        } catch (InterruptedException e) {
            // closed, or an interrupt of a term that came late: the loop's condition tells
            log.debug("candidate={} interrupted while standing for {}", candidate, queue);
        }
    }

    private void lead(Grant grant) {
        try (grant) {
            runTerm(grant);
        } catch (InterruptedException e) {
            log.debug("term ended by interrupt candidate={} queue={}", candidate, queue);
        } catch (RuntimeException | Error e) {
            log.error("term failed candidate={} queue={}; resigned", candidate, queue, e);
            pause(RETRY_PAUSE);
        }
    }

    /** Disarms the guard before the grant is closed: giving a right back is no loss, and its answer is waited for. */
    private void runTerm(Grant grant) throws InterruptedException {
        InterruptOnLoss guard = new InterruptOnLoss(grant);
        Deadline keptUntil = Deadline.after(coordination.ticker(), standing.minimumTerm());
        reign = new Reign(grant, guard, keptUntil);
        try {
            if (!closed) {
                term.lead(grant);
            }
        } finally {
            keep(grant, keptUntil);
            guard.disarm();
            reign = null;
        }
    }

    /** Goes on holding leadership to the end of the minimum term, unless it is lost or this candidacy is closed. */
    private void keep(Grant grant, Deadline until) {
        while (!until.hasPassed() && grant.isHeld() && !closed && !coordination.isClosed()) {
            try {
                coordination.pause(until);
            } catch (InterruptedException | IllegalStateException e) {
                log.debug("minimum term of candidate={} ends early in {}, if lost or closed", candidate, queue);
            }
        }
    }

    private void pause(Duration time) {
        try {
            coordination.pause(Deadline.after(coordination.ticker(), time));
        } catch (InterruptedException | IllegalStateException e) {
            log.debug("candidate={} of {} is being closed", candidate, queue);
        }
    }
}
