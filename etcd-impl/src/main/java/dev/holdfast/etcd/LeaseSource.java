package dev.holdfast.etcd;

import dev.holdfast.etcd.Members.Member;
import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.etcd.Reply.Failed;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import io.etcd.jetcd.api.LeaseGrantRequest;
import io.etcd.jetcd.api.LeaseGrantResponse;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseRevokeRequest;
import io.etcd.jetcd.api.LeaseRevokeResponse;
import io.etcd.jetcd.api.LeaseTimeToLiveRequest;
import io.etcd.jetcd.api.LeaseTimeToLiveResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets leases and gives them back. The ids are ours, so that a grant whose answer was lost leaves nothing behind. */
final class LeaseSource implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LeaseSource.class);
    private static final long PAUSE_MS = 100;

    private final Calls calls;
    private final EventLoop loop;
    private final ConnectSpec spec;
    private final LeaseTerms terms;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long ttlSeconds;
    private volatile boolean begun;

    LeaseSource(Calls calls, EventLoop loop, ConnectSpec spec, LeaseTerms terms) {
        this.calls = calls;
        this.loop = loop;
        this.spec = spec;
        this.terms = terms;
        this.ttlSeconds = terms.ttlSeconds();
    }

    /** Returns the time to live in force, as the store granted it. */
    long ttlSeconds() {
        return ttlSeconds;
    }

    /**
     * Gets a lease.
     *
     * @throws Unavailable if no member granted one before the deadline; one that was granted unseen ends by itself. At
     *     once if it is the first lease and every member would refuse it again
     */
    EtcdSession lease(Deadline deadline) throws InterruptedException {
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        long first = spec.ticker().nanos();
        String last = "no time was left to ask";
        Set<Member> unproven = new HashSet<>();
        while (!deadline.hasPassed()) {
            long sent = spec.ticker().nanos();
            Reply<LeaseGrantResponse> reply = grant(id, deadline);
            if (reply instanceof Answered<LeaseGrantResponse> answered) {
                return made(id, sent, answered.value().getTTL());
            }
            Failed<LeaseGrantResponse> failed = (Failed<LeaseGrantResponse>) reply;
            long granted = failed.verdict() == Verdict.LEASE_EXISTS ? grantedUnseen(id, deadline) : 0;
            if (granted > 0) {
                // when an earlier request was applied is not known, but it was not before the first was sent
                return made(id, first, granted);
            }
            last = failed.toString();
            if ((!begun && calls.isFinal(failed, unproven)) || isClosedAfterPause(deadline)) {
                break;
            }
        }
        throw new Unavailable("make a session of " + terms.ttlSeconds() + " s for '" + spec.namespace() + "' on etcd "
                + spec.endpoints() + calls.asUser() + ": no member granted a lease (" + last + "); nothing is held");
    }

    private Reply<LeaseGrantResponse> grant(long id, Deadline deadline) throws InterruptedException {
        LeaseGrantRequest request = LeaseGrantRequest.newBuilder()
                .setID(id)
                .setTTL(terms.ttlSeconds())
                .build();
        CompletableFuture<Reply<LeaseGrantResponse>> reply =
                calls.once(LeaseGrpc.getLeaseGrantMethod(), request, untilTryOr(deadline));
        try {
            return await(reply);
        } catch (InterruptedException e) {
            // it may be granted yet, and nobody would know: its end, which is near, comes before ours
            if (reply.join() instanceof Answered<LeaseGrantResponse> answered) {
                log.debug("lease given back that came too late session={}", Long.toHexString(id));
                revokeNow(made(id, spec.ticker().nanos(), answered.value().getTTL()));
            }
            throw e;
        }
    }

    /** Returns the time to live of a lease whose grant was applied and its answer lost; 0 if the store does not tell. */
    private long grantedUnseen(long id, Deadline deadline) throws InterruptedException {
        LeaseTimeToLiveRequest request =
                LeaseTimeToLiveRequest.newBuilder().setID(id).build();
        Reply<LeaseTimeToLiveResponse> reply =
                await(calls.once(LeaseGrpc.getLeaseTimeToLiveMethod(), request, untilTryOr(deadline)));
        return reply instanceof Answered<LeaseTimeToLiveResponse> told && !isGone(told)
                ? told.value().getGrantedTTL()
                : 0;
    }

    private long untilTryOr(Deadline deadline) {
        return Math.min(calls.tryNanos(), deadline.remainingNanos());
    }

    private boolean isClosedAfterPause(Deadline deadline) throws InterruptedException {
        long pause = Math.min(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS), deadline.remainingNanos());
        return closed.await(pause, TimeUnit.NANOSECONDS);
    }

    private EtcdSession made(long id, long sentNanos, long granted) {
        ttlSeconds = granted;
        begun = true;
        return new EtcdSession(
                id, sentNanos + spec.trusted(Duration.ofSeconds(granted)).toNanos(), loop);
    }

    private static <R> Reply<R> await(CompletableFuture<Reply<R>> reply) throws InterruptedException {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a reply never ends so", e.getCause());
        }
    }

    /**
     * Compares what was granted with what was asked for: a server grants its least time to live to whoever asks for less,
     * without a word.
     *
     * @throws IllegalArgumentException if it granted more
     */
    void refuseMoreThanAsked(EtcdSession first) {
        if (ttlSeconds > terms.ttlSeconds()) {
            revokeNow(first);
            throw terms.tooShort(ttlSeconds);
        }
    }

    /** Completes with whether the store still has the lease; true also if it cannot be asked. Never exceptionally. */
    CompletionStage<Boolean> isThere(EtcdSession session) {
        return calls.once(
                        LeaseGrpc.getLeaseTimeToLiveMethod(),
                        LeaseTimeToLiveRequest.newBuilder()
                                .setID(session.lease())
                                .build())
                .thenApply(reply -> !(reply instanceof Answered<?> answered && isGone(answered)) && !isNotFound(reply));
    }

    private static boolean isGone(Answered<?> answered) {
        return answered.value() instanceof LeaseTimeToLiveResponse told && told.getTTL() <= 0;
    }

    private static boolean isNotFound(Reply<?> reply) {
        return reply instanceof Failed<?> failed && failed.verdict() == Verdict.LEASE_GONE;
    }

    /** Gives a lease back, if it is there; tried once, without waiting. */
    CompletionStage<Reply<LeaseRevokeResponse>> revoke(EtcdSession session) {
        return calls.once(LeaseGrpc.getLeaseRevokeMethod(), revocation(session));
    }

    private static LeaseRevokeRequest revocation(EtcdSession session) {
        return LeaseRevokeRequest.newBuilder().setID(session.lease()).build();
    }

    /** Gives a lease back, and waits for it: two tries, each bounded. */
    void revokeNow(EtcdSession session) {
        for (int tries = 0; tries < 2; tries++) {
            Reply<LeaseRevokeResponse> reply = calls.once(
                            LeaseGrpc.getLeaseRevokeMethod(), revocation(session), calls.tryNanos())
                    .join();
            if (reply instanceof Answered<?> || isNotFound(reply)) {
                return;
            }
            log.debug("lease not revoked session={} {}", session.id(), reply);
        }
        log.warn("lease not revoked session={}; it ends by itself in {} s", session.id(), ttlSeconds);
    }

    /** Stops trying to get a lease. */
    @Override
    public void close() {
        closed.countDown();
    }
}
