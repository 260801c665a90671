package dev.holdfast.consul;

import dev.holdfast.consul.StoreFault.Refused;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.session.SessionCreatedResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import retrofit2.Call;

/** Makes a session, renews it from a thread of its own, and makes the next one when it is over. */
final class SessionKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SessionKeeper.class);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    private static final Duration CREATE_PATIENCE_MIN = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(2);

    private final ConnectSpec spec;
    private final Members members;
    private final Duration period;
    private final Duration patience;
    private final Duration createPatience;
    private final Thread thread;
    private final Semaphore wake = new Semaphore(0);
    private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();
    /** Completes when the next session is made; replaced when one is over, by the renewing thread alone. */
    private volatile CompletableFuture<ConsulSession> current = new CompletableFuture<>();

    private volatile String lastTrouble = "nothing was answered";
    private volatile boolean closed;
    /** Touched by the renewing thread alone, as is what follows. */
    private boolean begun;

    private final Set<Member> unproven = new HashSet<>();

    SessionKeeper(ConnectSpec spec, Members members) {
        this.spec = spec;
        this.members = members;
        this.period = spec.session().dividedBy(5);
        this.patience = spec.session().dividedBy(4);
        this.createPatience = patience.compareTo(CREATE_PATIENCE_MIN) > 0 ? patience : CREATE_PATIENCE_MIN;
        this.thread = new Thread(this::keep, "consul-renew-" + spec.namespace());
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Returns the session in force, or waits for one.
     *
     * @throws IllegalArgumentException if the server refuses such a session
     * @throws Unavailable if there is none by the deadline
     */
    ConsulSession await(Deadline deadline) throws InterruptedException {
        try {
            return current.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Unavailable("session on Consul " + spec.endpoints() + " for '" + spec.namespace()
                    + "': none could be made in time (" + lastTrouble + ")");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Unavailable) {
                throw new Unavailable(
                        "session on Consul " + spec.endpoints() + " for '" + spec.namespace() + "': refused ("
                                + lastTrouble + "); nothing is held",
                        e.getCause());
            }
            throw new IllegalArgumentException(lastTrouble, e);
        }
    }

    /** Asks for a renewal at once; completes when one that was sent after this call has been answered, or at the end. */
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
                    session = create();
                    pause = session == null ? RETRY_PAUSE : period;
                } else {
                    pause = renew(session);
                    session = session.isOver() ? null : session;
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
            end(session);
        }
    }

    private @Nullable ConsulSession create() throws InterruptedException {
        long ttlMillis = spec.session().toMillis();
        Member member = members.chosen();
        try {
            Answer<?> answer = ask(
                    member,
                    api -> api.create(SessionApi.Request.of("holdfast " + spec.namespace(), ttlMillis)),
                    createPatience);
            if (answer.body() instanceof SessionCreatedResponse made) {
                long trusted = spec.trusted(Duration.ofMillis(ttlMillis)).toNanos();
                ConsulSession session = new ConsulSession(made.getId(), trusted, answer.sentNanos());
                log.info("connected namespace={} member={} session={}", spec.namespace(), member, made.getId());
                begun = true;
                current.complete(session);
                return session;
            }
            lastTrouble = member + " answered " + answer.status() + ": " + answer.problem();
        } catch (Refused refused) {
            lastTrouble = String.valueOf(refused.getMessage());
            if (SessionLimits.isTtlRefusal(refused.text())) {
                IllegalArgumentException refusal = SessionLimits.refusal(spec.session(), refused);
                lastTrouble = String.valueOf(refusal.getMessage());
                current.completeExceptionally(refusal);
            }
            giveUpIf(ErrorTable.isFinal(refused));
        } catch (StoreFault fault) {
            lastTrouble = String.valueOf(fault.getMessage());
            if (isUnproven(fault)) {
                unproven.add(member);
                giveUpIf(unproven.size() == members.size());
            }
        }
        members.failed(member);
        return null;
    }

    /** Returns whether the two ends did not prove to each other who they are. */
    private static boolean isUnproven(Throwable fault) {
        Throwable cause = fault;
        while (cause != null && !(cause instanceof SSLException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /** Ends the waiting for the first session; later ones are waited for, since rights may be given back. */
    private void giveUpIf(boolean isFinal) {
        if (isFinal && !begun) {
            current.completeExceptionally(new Unavailable(lastTrouble));
        }
    }

    /** Returns how long to wait before the next renewal. */
    private Duration renew(ConsulSession session) throws InterruptedException {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (CompletableFuture<Void> one = asked.poll(); one != null; one = asked.poll()) {
            waiting.add(one);
        }
        Member member = members.chosen();
        try {
            Answer<?> answer = ask(member, api -> api.renew(session.id()), patience);
            if (answer.status() == Answer.OK) {
                session.renewed(answer.sentNanos());
            } else if (answer.status() == Answer.NOT_FOUND) {
                log.warn("session over namespace={} session={}; a new one is made", spec.namespace(), session.id());
                current = new CompletableFuture<>();
                session.end(LossReason.SESSION_ENDED);
            }
            waiting.forEach(one -> one.complete(null));
            return session.isOver() ? Duration.ZERO : period;
        } catch (StoreFault fault) {
            log.debug("renewal not answered namespace={} session={}", spec.namespace(), session.id(), fault);
            members.failed(member);
            asked.addAll(waiting);
            return RETRY_PAUSE.compareTo(period) < 0 ? RETRY_PAUSE : period;
        }
    }

    private static <T> Answer<T> ask(Member member, Function<SessionApi, Call<T>> request, Duration within)
            throws InterruptedException, StoreFault {
        return member.askSession(request, within.toNanos()).await(within);
    }

    /** Destroys the session, and with it every entry bound to it, on the first member that answers. */
    private void end(@Nullable ConsulSession session) {
        closed = true;
        asked.forEach(one -> one.complete(null));
        if (session == null) {
            return;
        }
        session.end(LossReason.CLOSED);
        Duration within = CLOSE_WAIT.dividedBy(2L * members.size());
        for (int tries = 0; tries < members.size(); tries++) {
            Member member = members.chosen();
            try {
                ask(member, api -> api.destroy(session.id()), within);
                return;
            } catch (StoreFault fault) {
                members.failed(member);
            } catch (InterruptedException e) {
                return;
            }
        }
        log.warn("session not destroyed namespace={} session={}; it ends by its TTL", spec.namespace(), session.id());
    }

    /** Ends the session: what is held through it is over at once here, and in the store as soon as it answers. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<ConsulSession> last = current;
        if (last.isDone() && !last.isCompletedExceptionally()) {
            last.join().end(LossReason.CLOSED);
        }
        thread.interrupt();
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
