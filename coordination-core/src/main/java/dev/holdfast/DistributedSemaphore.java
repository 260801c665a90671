package dev.holdfast;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Unavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A number of permits, each held by at most one holder at any time, across processes. Waiters are served in the order in
 * which they came. A free permit costs one write, the same as a free lock.
 *
 * <p>Every client must give the same number of permits. If they differ, as many are held as the largest number says, and
 * never more. A client is refused with an {@link IllegalArgumentException} where the difference is seen without another
 * request: by {@link #tryAcquire()}, which reads the queue, and within one process.
 *
 * <p>Tokens rise from grant to grant, but several are valid at a time: a {@link FencingGuard} would refuse the older ones.
 */
public final class DistributedSemaphore {

    private final DistributedLock permits;

    DistributedSemaphore(Coordination coordination, String name, int permits) {
        Queue queue = new Queue(coordination, "semaphore", name, new Sharing.Permits(permits));
        this.permits = new DistributedLock(coordination, queue, HandOff.NONE);
    }

    /**
     * Waits for a permit.
     *
     * @param within how long to wait at most; the request is withdrawn then
     * @throws Unavailable if others held all of them all the time; nothing is left in the queue
     * @throws CoordinationException if the store could not be used; see its kinds
     * @throws InterruptedException if the thread was interrupted; the request is withdrawn
     */
    public Grant acquire(Duration within) throws InterruptedException {
        return permits.acquire(within);
    }

    /**
     * Waits for a permit without keeping a thread.
     *
     * @return completes with the grant, or exceptionally as {@link #acquire} throws, on a callback thread; cancelling it
     *     withdraws the request, from the store's queue too
     */
    public CompletableFuture<Grant> acquireAsync(Duration within) {
        return permits.acquireAsync(within);
    }

    /**
     * Waits for a permit, and answers empty if others held all of them all the time.
     *
     * @throws CoordinationException if the store could not be used; see its kinds
     * @throws InterruptedException if the thread was interrupted; the request is withdrawn
     */
    public Optional<Grant> tryAcquire(Duration within) throws InterruptedException {
        return permits.tryAcquire(within);
    }

    /**
     * Takes a permit if one is free and nobody waits: one read, and one write if so.
     *
     * @throws IllegalArgumentException if another client has given another number of permits
     * @throws CoordinationException if the store could not be used; see its kinds
     */
    public Optional<Grant> tryAcquire() throws InterruptedException {
        return permits.tryAcquire();
    }
}
