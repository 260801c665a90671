package dev.holdfast.etcd;

import dev.holdfast.etcd.Members.Member;
import dev.holdfast.etcd.Reply.Failed;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/** Asks the members: once and asynchronously, or until one answers. Safe for many threads. */
final class Calls implements AutoCloseable {

    private static final long PAUSE_MS = 50;

    private final Members members;
    private final EventLoop loop;
    private final Ticker ticker;
    private final long tryNanos;
    private final Set<Asking<?, ?>> pausing = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param tryNanos how long one member may take to answer what may be asked again of another */
    Calls(Members members, EventLoop loop, Ticker ticker, long tryNanos) {
        this.members = members;
        this.loop = loop;
        this.ticker = ticker;
        this.tryNanos = tryNanos;
    }

    /** What a request that got no answer allows. */
    enum Repeat {
        /** It changes nothing: ask another member. */
        READ,
        /** Being applied again changes nothing: ask another member. */
        IDEMPOTENT,
        /** It may be sent again only if it was certainly not applied. */
        NEVER
    }

    /**
     * An answer.
     *
     * @param repeated whether an earlier sending of the same request got no answer, and may yet be applied
     */
    record Answer<R>(R value, boolean repeated) {}

    long tryNanos() {
        return tryNanos;
    }

    /**
     * Asks the member chosen at the moment, once; if it refused the token of the login, once more with a new one.
     *
     * @return completes on an I/O thread, never exceptionally; cancelling it withdraws the request
     */
    <Q, R> CompletableFuture<Reply<R>> once(MethodDescriptor<Q, R> method, Q request, long withinNanos) {
        OneCall<Q, R> one =
                new OneCall<>(members, method, request, Deadline.after(ticker, Duration.ofNanos(withinNanos)));
        one.send();
        return one;
    }

    /** Asks the member chosen at the moment, once, for as long as one member may take. */
    <Q, R> CompletionStage<Reply<R>> once(MethodDescriptor<Q, R> method, Q request) {
        return once(method, request, tryNanos);
    }

    /**
     * Asks until one member answers, the answer is final, or the deadline has passed.
     *
     * @param what what is tried, and on what, for messages
     * @throws CoordinationException as the table of errors says
     */
    <Q, R> Answer<R> ask(
            MethodDescriptor<Q, R> method, Q request, Repeat repeat, Deadline deadline, Supplier<String> what)
            throws InterruptedException {
        Asking<Q, R> asking = new Asking<>(this, method, request, repeat, deadline, what);
        asking.start();
        try {
            return asking.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(what.get() + ": never ends so", e.getCause());
        } catch (InterruptedException e) {
            asking.cancel(false);
            throw e;
        }
    }

    /** Returns whether every member would say the same again. */
    boolean isFinal(Verdict verdict) {
        return verdict == Verdict.REFUSED || (verdict == Verdict.TOKEN_REFUSED && !members.canLogIn());
    }

    /**
     * Returns whether asking on is of no use: every member would say the same again, or each of them has failed to prove
     * who it is, or to accept the proof of who asks.
     *
     * @param unproven the members that have failed to, to which this one is added if it did
     */
    boolean isFinal(Failed<?> failed, Set<Member> unproven) {
        for (Throwable cause = failed.status().getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                unproven.add(failed.member());
            }
        }
        return isFinal(failed.verdict()) || unproven.size() == members.size();
    }

    /** Returns as whom the members are asked, for messages. */
    String asUser() {
        return members.asUser();
    }

    int members() {
        return members.size();
    }

    boolean isClosed() {
        return closed;
    }

    /** Lets a request wait a moment before it is sent again; it goes on at once when the connection is closed. */
    void pause(Asking<?, ?> asking, Deadline deadline) {
        pausing.add(asking);
        long nanos = Math.min(TimeUnit.MILLISECONDS.toNanos(PAUSE_MS), deadline.remainingNanos());
        var unused = loop.after(nanos, () -> goOn(asking));
        if (closed) {
            goOn(asking);
        }
    }

    private void goOn(Asking<?, ?> asking) {
        if (pausing.remove(asking)) {
            asking.next();
        }
    }

    /** Lets nobody ask again who waits for the next try. */
    @Override
    public void close() {
        closed = true;
        pausing.forEach(this::goOn);
    }
}
