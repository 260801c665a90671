package dev.holdfast.consul;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.consul.SessionRequests.Beat;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.ConnectSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a session, sends its heartbeats from a thread of its own, and makes the next one when it is over. */
final class SessionKeeper {

    private static final Logger log = LoggerFactory.getLogger(SessionKeeper.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(3);

    private final ConnectSpec spec;
    private final SessionMaking making;
    private final SessionRequests requests;
    private final SessionInForce sessions;
    private final Duration period;
    private final Thread thread;
    private final Semaphore wake = new Semaphore(0);
    private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();

    /** Hears of the end of a session, on the thread that notices it. */
    private volatile BiConsumer<ConsulSession, LossReason> ended = (session, reason) -> {};

    private volatile Farewell farewell = () -> {};
    private volatile boolean closed;
    private final Object lock = new Object();

    /** Whether the thread is about to end the session in the store, which no interrupt may keep it from. */
    @GuardedBy("lock")
    private boolean ending;

    SessionKeeper(ConnectSpec spec, SessionMaking making, SessionRequests requests) {
        this.spec = spec;
        this.making = making;
        this.requests = requests;
        this.sessions = new SessionInForce(spec, making::lastTrouble);
        this.period = spec.session().dividedBy(5);
        this.thread = new Thread(this::keep, "consul-renew-" + spec.namespace());
        this.thread.setDaemon(true);
    }

    /** What is to be done between the end of a session here and its end in the store. */
    interface Farewell {
        void say() throws InterruptedException;
    }

    void start(BiConsumer<ConsulSession, LossReason> onEnd) {
        ended = onEnd;
        thread.start();
    }

    SessionInForce sessions() {
        return sessions;
    }

    /** Asks for a heartbeat at once; completes when one that was sent after this call has been answered, or at the end. */
    CompletionStage<Void> check() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        asked.add(done);
        if (closed) {
            done.complete(null);
        }
        wake.release();
        return done;
    }

    private void keep() {
        ConsulSession session = null;
        try {
            while (!closed) {
                Duration pause;
                if (session == null) {
                    session = make();
                    pause = session == null ? RETRY_PAUSE : period;
                } else {
                    pause = renew(session);
                    // one that is over because this is being closed is still to be ended in the store
                    session = session.isOver() && !closed ? null : session;
                }
                boolean woken =
                        !(session == null && pause.isZero()) && wake.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS);
                if (woken) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            log.debug("renewal of {} interrupted to end", spec.namespace());
        } finally {
            synchronized (lock) {
                ending = true;
            }
            // an interrupt has done its work, and no other one comes: what follows is bounded in time
            boolean interrupted = Thread.interrupted();
            log.debug("session ends namespace={} interrupted={}", spec.namespace(), interrupted);
            end(session);
        }
    }

    private @Nullable ConsulSession make() throws InterruptedException {
        try {
            ConsulSession session = making.make();
            if (session != null) {
                log.info("connected namespace={} session={}", spec.namespace(), session.id());
                sessions.begins(session);
                spec.telemetry().sessionMade();
            }
            return session;
        } catch (IllegalArgumentException | Unavailable refusal) {
            sessions.isRefused(refusal);
            return null;
        }
    }

    /** Returns how long to wait before the next heartbeat. */
    private Duration renew(ConsulSession session) throws InterruptedException {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (CompletableFuture<Void> one = asked.poll(); one != null; one = asked.poll()) {
            waiting.add(one);
        }
        Beat beat = requests.beat(session);
        if (beat == Beat.UNKNOWN && session.check() != null && hasRunOut(session)) {
            requests.abandon(session);
            over(session, LossReason.EXPIRED);
        } else if (beat == Beat.OVER) {
            over(session, LossReason.SESSION_ENDED);
        }
        if (beat == Beat.UNKNOWN && !session.isOver()) {
            asked.addAll(waiting);
            return RETRY_PAUSE.compareTo(period) < 0 ? RETRY_PAUSE : period;
        }
        waiting.forEach(one -> one.complete(null));
        return session.isOver() ? Duration.ZERO : period;
    }

    private boolean hasRunOut(ConsulSession session) {
        return spec.ticker().nanos() - session.validUntilNanos() >= 0;
    }

    private void over(ConsulSession session, LossReason reason) {
        log.warn("session over namespace={} session={} reason={}", spec.namespace(), session.id(), reason);
        sessions.ends();
        tellEnd(session, reason);
    }

    private void tellEnd(ConsulSession session, LossReason reason) {
        if (session.end(reason)) {
            ended.accept(session, reason);
            spec.telemetry().sessionEnded(reason);
        }
    }

    /** Ends the session in the store, and with it every entry bound to it. */
    private void end(@Nullable ConsulSession session) {
        closed = true;
        sessions.close();
        asked.forEach(one -> one.complete(null));
        sessions.failWaiters();
        try {
            if (session == null) {
                making.close();
                return;
            }
            tellEnd(session, LossReason.CLOSED);
            farewell.say();
            if (!requests.end(session)) {
                log.warn(
                        "session not destroyed namespace={} session={}; it ends by its TTL",
                        spec.namespace(),
                        session.id());
            }
        } catch (InterruptedException e) {
            log.debug("end of session interrupted namespace={}", spec.namespace());
        }
    }

    /**
     * Ends the session: what is held through it is over at once here, and in the store as soon as it answers.
     *
     * @param between done between the two
     */
    void close(Farewell between) {
        farewell = between;
        closed = true;
        sessions.close();
        ConsulSession last = sessions.made();
        if (last != null) {
            tellEnd(last, LossReason.CLOSED);
        }
        synchronized (lock) {
            if (!ending) {
                thread.interrupt();
            }
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, CLOSE_WAIT.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
