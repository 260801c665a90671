package dev.holdfast.etcd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a lease alive on a thread of its own, and gets a new one when it is gone. Errors never end a session: only the
 * store's word that the lease is not there does, or {@link #close}.
 */
final class LeaseKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final long PAUSE_MS_MIN = 50;
    private static final long PAUSE_MS_MAX = 1_000;
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(1);

    private final Members members;
    private final EventLoop loop;
    private final LeaseSource source;
    private final ConnectSpec spec;
    private final Ticker ticker;
    private final Renewal renewal;
    private final Thread thread;
    private final SessionWaiters waiters;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private EtcdSession session;

    @GuardedBy("lock")
    private @Nullable RenewalStream stream;

    @GuardedBy("lock")
    private boolean closed;

    LeaseKeeper(
            Members members, EventLoop loop, WatchHub hub, LeaseSource source, ConnectSpec spec, EtcdSession first) {
        this.members = members;
        this.loop = loop;
        this.waiters = new SessionWaiters(loop);
        this.source = source;
        this.spec = spec;
        this.ticker = spec.ticker();
        this.session = first;
        this.renewal = new Renewal(this, members, hub, spec);
        this.thread = new Thread(this::run, "etcd-renew-" + spec.namespace());
        this.thread.setDaemon(true);
    }

    void start() {
        spec.telemetry().sessionMade();
        thread.start();
    }

    /** Returns the session, if it is certainly alive; null otherwise. */
    @Nullable
    EtcdSession current() {
        synchronized (lock) {
            return !closed && isAlive() ? session : null;
        }
    }

    @GuardedBy("lock")
    private boolean isAlive() {
        return !session.isOver() && session.validUntilNanos() - ticker.nanos() > 0;
    }

    /** Waits, without a thread, for a session that is certainly alive. */
    CompletableFuture<EtcdSession> awaitCurrent(Deadline deadline, String what) {
        CompletableFuture<EtcdSession> waiter = waiters.add(deadline, what);
        serve();
        return waiter;
    }

    private void serve() {
        EtcdSession alive = current();
        if (alive != null) {
            waiters.serve(alive);
        }
    }

    /** Asks the store, once for all who ask, whether the lease of which something is missing is still there. */
    void doubt(EtcdSession doubted) {
        if (doubted.doubt()) {
            source.isThere(doubted).thenAccept(there -> {
                if (there) {
                    doubted.trust();
                } else {
                    gone(doubted);
                }
            });
        }
    }

    /** Ends a session whose lease the store says is not there. */
    void gone(EtcdSession lost) {
        if (lost.end(LossReason.SESSION_ENDED)) {
            log.warn("session ended session={} namespace={}", lost.id(), spec.namespace());
            spec.telemetry().sessionEnded(LossReason.SESSION_ENDED);
            source.revoke(lost);
        }
        synchronized (lock) {
            if (stream != null && session == lost) {
                stream.wake();
            }
        }
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private void run() {
        long pauseMs = PAUSE_MS_MIN;
        try {
            while (!isClosed()) {
                EtcdSession kept = kept();
                if (kept.isOver()) {
                    replace();
                } else if (renew(kept)) {
                    pauseMs = PAUSE_MS_MIN;
                } else {
                    pause(pauseMs);
                    pauseMs = Math.min(PAUSE_MS_MAX, pauseMs * 2);
                }
            }
        } catch (InterruptedException e) {
            log.debug("renewal stopped namespace={}", spec.namespace());
        }
    }

    private EtcdSession kept() {
        synchronized (lock) {
            return session;
        }
    }

    /** Renews over one stream until that is of no use; returns whether it was of any. */
    private boolean renew(EtcdSession kept) throws InterruptedException {
        try (RenewalStream open = new RenewalStream(members.pick(), kept.lease())) {
            synchronized (lock) {
                stream = open;
            }
            return renewal.run(kept, open, source.ttlSeconds());
        } finally {
            synchronized (lock) {
                stream = null;
            }
        }
    }

    /** Serves those who wait for a session: on the event loop, for callbacks never run on the thread that renews. */
    void serveSoon() {
        if (!waiters.isEmpty()) {
            loop.execute(this::serve);
        }
    }

    private void replace() throws InterruptedException {
        EtcdSession made;
        try {
            made = source.lease(Deadline.after(ticker, Duration.ofSeconds(source.ttlSeconds())));
        } catch (Unavailable e) {
            log.warn("no new session yet namespace={}: {}", spec.namespace(), e.getMessage());
            return;
        }
        synchronized (lock) {
            if (closed) {
                source.revoke(made);
                return;
            }
            session = made;
        }
        spec.telemetry().sessionMade();
        serveSoon();
        log.info("session made session={} namespace={}", made.id(), spec.namespace());
    }

    private void pause(long ms) throws InterruptedException {
        Deadline until = Deadline.after(ticker, Duration.ofMillis(ms));
        synchronized (lock) {
            while (!closed && !until.hasPassed()) {
                TimeUnit.NANOSECONDS.timedWait(lock, Math.max(1, until.remainingNanos()));
            }
        }
    }

    /** Ends the session and stops the thread; the lease itself is the caller's to revoke. */
    EtcdSession stop() {
        EtcdSession last;
        synchronized (lock) {
            closed = true;
            last = session;
            lock.notifyAll();
        }
        if (last.end(LossReason.CLOSED)) {
            spec.telemetry().sessionEnded(LossReason.CLOSED);
        }
        waiters.close();
        thread.interrupt();
        return last;
    }

    /** Waits a second at most for the thread to end. */
    @Override
    public void close() {
        stop();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, CLOSE_WAIT.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
