package dev.holdfast.zookeeper;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.zookeeper.KeeperException;

/**
 * One operation that a caller waits for.
 *
 * @param what what is tried and on what, for messages
 * @param effect what it may have done when its answer is lost
 * @param deadline until when the caller waits
 */
record Call(String what, Effect effect, Deadline deadline) {

    /** Reads, and tries again after an error that may pass, until the deadline. */
    static <T> T read(
            Connection connection, String what, Deadline deadline, Function<Wire, CompletableFuture<T>> flight)
            throws InterruptedException {
        Call call = new Call(what, Effect.READ, deadline);
        while (true) {
            Wire wire = connection.current().await(call).wire();
            try {
                return call.answer(flight.apply(wire));
            } catch (KeeperException e) {
                if (!ErrorTable.isPassing(e.code()) || deadline.hasPassed()) {
                    throw call.failed(e);
                }
            }
        }
    }

    /**
     * Waits for an answer of the store.
     *
     * @throws KeeperException the store's or the client's own error, for the caller to judge
     * @throws CoordinationException if the deadline passed first
     */
    <T> T answer(CompletableFuture<T> answer) throws KeeperException, InterruptedException {
        try {
            return answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unanswered();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CoordinationException known) {
                throw known;
            }
            throw Wire.keeperError(e);
        }
    }

    CoordinationException failed(KeeperException error) {
        return ErrorTable.translate(what, effect, error);
    }

    Unavailable unreached() {
        return new Unavailable(what + ": no member of the ensemble could be reached in time; not applied");
    }

    Unavailable refused() {
        return new Unavailable(what + ": the ensemble refused the login; not applied");
    }

    private CoordinationException unanswered() {
        return effect == Effect.READ
                ? new Unavailable(what + ": no answer in time; a read changes nothing")
                : new Indeterminate(what + ": no answer in time; it may have been applied");
    }
}
