package dev.holdfast.etcd;

import dev.holdfast.etcd.Calls.Answer;
import dev.holdfast.etcd.Calls.Repeat;
import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.etcd.Reply.Failed;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request, asked until a member answers it, its answer is final, or its deadline has passed; no thread waits for it.
 * Cancelling it withdraws it. Its steps follow each other: an answer, or the end of a pause, brings about the next.
 */
final class Asking<Q, R> extends CompletableFuture<Answer<R>> {

    private final Calls calls;
    private final MethodDescriptor<Q, R> method;
    private final Q request;
    private final Repeat repeat;
    private final Deadline deadline;
    private final Supplier<String> what;
    private int failures;
    private boolean unanswered;
    private @Nullable Failed<R> last;
    private volatile @Nullable CompletableFuture<Reply<R>> pending;
    private volatile boolean stopped;

    /** @param what what is tried, and on what, for messages */
    Asking(
            Calls calls,
            MethodDescriptor<Q, R> method,
            Q request,
            Repeat repeat,
            Deadline deadline,
            Supplier<String> what) {
        this.calls = calls;
        this.method = method;
        this.request = request;
        this.repeat = repeat;
        this.deadline = deadline;
        this.what = what;
    }

    void start() {
        next();
    }

    /** Is not sent again; what is under way is waited for. */
    void stop() {
        stopped = true;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        CompletableFuture<Reply<R>> reply = pending;
        if (cancelled && reply != null) {
            reply.cancel(mayInterrupt);
        }
        return cancelled;
    }

    void next() {
        if (isDone()) {
            return;
        }
        if (calls.isClosed()) {
            completeExceptionally(new IllegalStateException(what.get() + ": the connection is closed"));
        } else if (stopped || deadline.hasPassed()) {
            completeExceptionally(known());
        } else {
            long left = deadline.remainingNanos();
            CompletableFuture<Reply<R>> reply =
                    calls.once(method, request, repeat == Repeat.NEVER ? left : Math.min(left, calls.tryNanos()));
            pending = reply;
            var unused = reply.thenAccept(this::answered);
            if (isCancelled()) {
                reply.cancel(false);
            }
        }
    }

    private void answered(Reply<R> reply) {
        if (reply instanceof Answered<R> answer) {
            complete(new Answer<>(answer.value(), unanswered));
            return;
        }
        last = (Failed<R>) reply;
        Verdict verdict = last.verdict();
        unanswered |= verdict == Verdict.UNKNOWN && repeat != Repeat.READ;
        if (verdict == Verdict.LEASE_GONE) {
            completeExceptionally(
                    new SessionExpired(what.get() + ": the session's lease is not there; nothing was changed by it"));
        } else if (calls.isFinal(verdict) || (unanswered && repeat == Repeat.NEVER)) {
            completeExceptionally(known());
        } else if (++failures % calls.members() == 0) {
            calls.pause(this, deadline);
        } else {
            next();
        }
    }

    private CoordinationException known() {
        String why = last == null ? "no time was left to ask" : last.toString();
        Throwable cause = last == null ? null : last.status().getCause();
        if (last != null && calls.isFinal(last.verdict()) && !unanswered) {
            return Unavailable.refused(what.get() + ": refused (" + why + "); nothing was changed", cause);
        }
        return unanswered
                ? new Indeterminate(what.get() + ": no answer in time (" + why + "); it may have been applied", cause)
                : new Unavailable(what.get() + ": no member did it in time (" + why + "); nothing was changed", cause);
    }
}
