package dev.holdfast;

import dev.holdfast.LeaderElection.Term;
import dev.holdfast.model.CoordinationException;
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
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final Coordination coordination;
    private final Queue queue;
    private final String candidate;
    private final Term term;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Grant leadership;

    private Candidacy(Coordination coordination, Queue queue, String election, String candidate, Term term) {
        this.coordination = coordination;
        this.queue = queue;
        this.candidate = candidate;
        this.term = term;
        this.thread = new Thread(this::stand, "holdfast-candidate-" + election);
        this.thread.setDaemon(true);
    }

    static Candidacy start(Coordination coordination, Queue queue, String election, String candidate, Term term) {
        coordination.backend();
        Candidacy candidacy = new Candidacy(coordination, queue, election, candidate, term);
        candidacy.thread.start();
        return candidacy;
    }

    /** Returns the leadership, if this candidate leads at this moment. No I/O. */
    public Optional<Grant> leadership() {
        return Optional.ofNullable(leadership).filter(Grant::isHeld);
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
            Optional.ofNullable(leadership).ifPresent(Grant::close);
        }
    }

    private void stand() {
        while (!closed && !coordination.isClosed()) {
            try {
                queue.await(candidate, Deadline.after(coordination.ticker(), TURN_WAIT), place -> {})
                        .ifPresent(this::lead);
            } catch (CoordinationException | IllegalStateException e) {
                log.warn("candidate={} could not stand for {}: {}", candidate, queue, e.getMessage());
                pause();
            } catch (InterruptedException e) {
                // closed, or an interrupt of a term that came late: the loop's condition tells
                log.debug("candidate={} interrupted while standing for {}", candidate, queue);
            }
        }
    }

    private void lead(Grant grant) {
        try (grant) {
            runTerm(grant);
        } catch (InterruptedException e) {
            log.debug("term ended by interrupt candidate={} queue={}", candidate, queue);
        } catch (RuntimeException | Error e) {
            log.error("term failed candidate={} queue={}; resigned", candidate, queue, e);
            pause();
        }
    }

    /** Disarms the guard before the grant is closed: giving a right back is no loss, and its answer is waited for. */
    private void runTerm(Grant grant) throws InterruptedException {
        InterruptOnLoss guard = new InterruptOnLoss(grant);
        leadership = grant;
        try {
            if (!closed) {
                term.lead(grant);
            }
        } finally {
            guard.disarm();
            leadership = null;
        }
    }

    private void pause() {
        try {
            coordination.pause(Deadline.after(coordination.ticker(), RETRY_PAUSE));
        } catch (InterruptedException | IllegalStateException e) {
            log.debug("candidate={} of {} is being closed", candidate, queue);
        }
    }
}
