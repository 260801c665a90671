package dev.holdfast.spi;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import java.util.List;
import java.util.function.Consumer;

/**
 * The first primitive: FIFO queues for exclusive rights. Whoever is at the head of a queue holds the right; all other
 * places wait in the order in which they entered. Lock, election, semaphore and read/write lock are this.
 *
 * <p>A queue's name is one or more plain segments joined by {@code /}.
 */
public interface Contention {

    /**
     * Enters the queue: one write, which also tells the own token and the direct predecessor. The entry is bound to the
     * current session; if there is none, waits for one.
     *
     * <p>If the answer is lost, the backend finds out what happened; if it cannot, it removes the entry in the
     * background, until that is done or the session is over, and throws {@link Indeterminate}. An entry that nobody
     * waits for is never left behind.
     *
     * @param label what observers are shown of this contender, such as a host name; at most 1 KiB
     * @throws CoordinationException see its kinds
     */
    Place enter(String queue, String label, Deadline deadline) throws InterruptedException;

    /**
     * Returns who is in the queue, head first: one linearizable read.
     *
     * @throws CoordinationException see its kinds
     */
    List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException;

    /**
     * Tells who is at the head, now and after each change, until closed. Returns at once; connecting is retried for
     * ever. The listener is called in order, one call at a time, with the latest head; heads in between may be left
     * out. An empty list means that nobody contends; otherwise the list has the head alone.
     */
    Observation observe(String queue, Consumer<List<Contender>> listener);

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
