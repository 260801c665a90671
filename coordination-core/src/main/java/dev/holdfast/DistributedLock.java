package dev.holdfast;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * A lock that at most one holder has at any time, across processes; the read side of a
 * {@link DistributedReadWriteLock} alone is held by several. Waiters are served in the order in which they came.
 * Not re-entrant: two threads of one process exclude each other, and so does one thread that asks twice.
 *
 * <p>A holder can lose the lock while it has the {@link Grant}: see there. Only the token, checked where the protected
 * thing is written, is safe against a holder that was paused.
 */
public final class DistributedLock {

    private final Queue queue;
    private final Coordination coordination;
    private final HandOff handOff;

    DistributedLock(Coordination coordination, Queue queue, HandOff handOff) {
        this.coordination = coordination;
        this.queue = queue;
        this.handOff = handOff;
    }

    /**
     * Waits for the lock.
     *
     * @param within how long to wait at most; the request is withdrawn then
     * @throws Unavailable if others held it all the time; nothing is left in the queue
     * @throws CoordinationException if the store could not be used; see its kinds
     * @throws InterruptedException if the thread was interrupted; the request is withdrawn
     */
    public Grant acquire(Duration within) throws InterruptedException {
        return tryAcquire(within).orElseThrow(() -> heldByOthers(within));
    }

    /**
     * Waits for the lock without keeping a thread.
     *
     * @return completes with the grant, or exceptionally as {@link #acquire} throws, on a callback thread; cancelling it
     *     withdraws the request, from the store's queue too
     */
    public CompletableFuture<Grant> acquireAsync(Duration within) {
        return dependent(
                request(within, coordination.threads().callbackPool()),
                grant -> grant.orElseThrow(() -> heldByOthers(within)));
    }

    private Unavailable heldByOthers(Duration within) {
        return new Unavailable("acquire " + queue + ": held by others for the whole " + within.toMillis()
                + " ms; the request is withdrawn");
    }

    /**
     * Waits for the lock, and answers empty if others held it all the time.
     *
     * @throws CoordinationException if the store could not be used; see its kinds
     * @throws InterruptedException if the thread was interrupted; the request is withdrawn
     */
    public Optional<Grant> tryAcquire(Duration within) throws InterruptedException {
        LockRequest request = request(within, Runnable::run);
        try {
            return request.outcome().get();
        } catch (ExecutionException e) {
            throw queue.failure(e);
        } finally {
            withdraw(request);
        }
    }

    /**
     * Waits for the lock without keeping a thread, and answers empty if others held it all the time.
     *
     * @return completes with the grant or with none, or exceptionally as {@link #tryAcquire(Duration)} throws, on a
     *     callback thread; cancelling it withdraws the request, from the store's queue too
     */
    public CompletableFuture<Optional<Grant>> tryAcquireAsync(Duration within) {
        return dependent(request(within, coordination.threads().callbackPool()), grant -> grant);
    }

    private LockRequest request(Duration within, Executor completer) {
        LockRequest request = new LockRequest(Deadline.after(coordination.ticker(), within), handOff, completer);
        coordination.reserved(queue).add(request);
        return request;
    }

    /** Does nothing more for a request; a grant that nobody has taken is given back. */
    private static void withdraw(LockRequest request) {
        request.outcome().cancel(false);
    }

    /** Returns what a caller gets of a request: cancelling it withdraws the request. */
    private static <T> CompletableFuture<T> dependent(LockRequest request, Function<Optional<Grant>, T> answer) {
        CompletableFuture<T> asked = new CompletableFuture<>();
        request.whenSettled((grant, failure) -> {
            if (grant == null) {
                asked.completeExceptionally(failure);
            } else {
                pass(grant, answer, asked);
            }
        });
        var unused = asked.whenComplete((value, failure) -> {
            if (asked.isCancelled()) {
                withdraw(request);
            }
        });
        return asked;
    }

    private static <T> void pass(
            Optional<Grant> grant, Function<Optional<Grant>, T> answer, CompletableFuture<T> asked) {
        try {
            if (!asked.complete(answer.apply(grant))) {
                grant.ifPresent(Grant::release);
            }
        } catch (Unavailable e) {
            asked.completeExceptionally(e);
        }
    }

    /**
     * Takes the lock if nobody has it or waits for it: one read if another process does, none if this one does.
     *
     * @throws CoordinationException if the store could not be used; see its kinds
     */
    public Optional<Grant> tryAcquire() throws InterruptedException {
        Deadline answer = Deadline.after(coordination.ticker(), queue.answerWait());
        LocalQueue local = coordination.reserved(queue);
        try {
            return local.mayBeFree() && queue.isFree(answer) ? queue.awaitIfFree(answer) : Optional.empty();
        } finally {
            local.cancelReservation();
        }
    }

    /**
     * Runs a body while the lock is held; interrupts the thread if the lock is lost meanwhile, and gives it back at the
     * end.
     *
     * @throws SessionExpired if the lock was lost before the body ended, whatever the body did; an error of the body
     *     is its cause. What the body had already sent elsewhere is stopped by its token alone
     * @throws Unavailable if others held the lock for the whole time
     */
    public void whileHeld(Duration within, Guarded body) throws InterruptedException {
        try (Grant grant = acquire(within)) {
            InterruptOnLoss guard = new InterruptOnLoss(grant);
            RuntimeException failure = null;
            try {
                body.run(grant);
            } catch (InterruptedException e) {
                if (!guard.hasFired()) {
                    throw e;
                }
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                guard.disarm();
            }
            if (!grant.isHeld()) {
                throw new SessionExpired(
                        "the body under " + queue + " (token " + grant.token().value()
                                + ") outlived its right, which ended: "
                                + grant.ended().map(LossReason::name).orElse("EXPIRED"),
                        failure);
            }
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** What runs under a lock. */
    @FunctionalInterface
    public interface Guarded {
        /**
         * Runs; long loops ask {@link Grant#isHeld()}.
         *
         * @throws InterruptedException if the thread was interrupted, as it is when the lock is lost
         */
        void run(Grant grant) throws InterruptedException;
    }
}
