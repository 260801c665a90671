package dev.holdfast;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.Optional;

/**
 * A lock that at most one holder has at any time, across processes. Waiters are served in the order in which they came.
 * Not re-entrant: two threads of one process exclude each other, and so does one thread that asks twice.
 *
 * <p>A holder can lose the lock while it has the {@link Grant}: see there. Only the token, checked where the protected
 * thing is written, is safe against a holder that was paused.
 */
public final class DistributedLock {

    private final Queue queue;
    private final Coordination coordination;

    DistributedLock(Coordination coordination, String name) {
        this.coordination = coordination;
        this.queue = new Queue(coordination, "lock", name);
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
        return tryAcquire(within)
                .orElseThrow(() -> new Unavailable("acquire " + queue + ": held by others for the whole "
                        + within.toMillis() + " ms; the request is withdrawn"));
    }

    /**
     * Waits for the lock, and answers empty if others held it all the time.
     *
     * @throws CoordinationException if the store could not be used; see its kinds
     * @throws InterruptedException if the thread was interrupted; the request is withdrawn
     */
    public Optional<Grant> tryAcquire(Duration within) throws InterruptedException {
        return queue.await("", Deadline.after(coordination.ticker(), within));
    }

    /**
     * Takes the lock if nobody has it or waits for it: one read if somebody does.
     *
     * @throws CoordinationException if the store could not be used; see its kinds
     */
    public Optional<Grant> tryAcquire() throws InterruptedException {
        Deadline answer = Deadline.after(
                coordination.ticker(), coordination.capabilities().session());
        return queue.isEmpty(answer) ? queue.awaitIfHead("", answer) : Optional.empty();
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
