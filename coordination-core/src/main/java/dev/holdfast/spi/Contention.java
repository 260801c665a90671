package dev.holdfast.spi;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The first primitive: FIFO queues for rights. Whoever is at the front of a queue holds the right; all other places wait
 * in the order in which they entered. Lock, election, semaphore and membership are this.
 *
 * <p>A queue's name is one or more plain segments joined by {@code /}.
 */
public interface Contention {

    /**
     * Enters the queue: one write, which also tells the own token and the direct predecessor. The entry is bound to the
     * current session; if there is none, waits for one. Returns at once.
     *
     * <p>If the answer is lost, the backend finds out what happened; if it cannot, it removes the entry in the
     * background, until that is done or the session is over, and fails with {@link Indeterminate}. An entry that nobody
     * waits for is never left behind.
     *
     * @param label what observers are shown of this contender, such as a host name; at most 1 KiB
     * @param seats how many places at the front of the queue hold the right at the same time; 1 for an exclusive one
     * @return completes by the deadline, with the place or exceptionally with a {@link CoordinationException}, on a
     *     thread of the backend; cancelling it withdraws the request, together with an entry that it may have made
     */
    CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline);

    /**
     * Returns who is in the queue, head first: one linearizable read.
     *
     * @throws CoordinationException see its kinds
     */
    List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException;

    /**
     * Tells who is at the front, now and after each change, until closed. Returns at once; connecting is retried for
     * ever. The listener is called in order, one call at a time, with the latest front, head first; states in between
     * may be left out. An empty list means that nobody contends.
     *
     * @param depth how many are told at most: 1 for the head alone
     */
    Observation observe(String queue, int depth, Consumer<List<Contender>> listener);

    /**
     * Returns what {@link #enter} of a decorating backend returns: the decoration of the place that another backend's
     * enter completes with. Cancelling it cancels that.
     */
    static CompletableFuture<Place> decorated(CompletableFuture<Place> entering, UnaryOperator<Place> decoration) {
        CompletableFuture<Place> decorated = entering.thenApply(decoration);
        var unused = decorated.whenComplete((place, failure) -> {
            if (decorated.isCancelled()) {
                withdraw(entering);
            }
        });
        return decorated;
    }

    /** Withdraws a request to enter: cancels it, or leaves the place that it has completed with. */
    static void withdraw(CompletableFuture<Place> entering) {
        if (!entering.cancel(false)) {
            var unused = entering.thenAccept(Place::leave);
        }
    }

    /**
     * One entry of a queue.
     *
     * @param label what the contender said of itself
     * @param token its fencing token; rises along the queue
     */
    record Contender(String label, long token) {}

    /** Ends a stream of callbacks: after {@link #close} has returned none begins. */
    interface Observation extends AutoCloseable {
        @Override
        void close();
    }
}
