package dev.holdfast.chaos.workload.kafka;

import dev.holdfast.reports.history.Outcome;
import java.util.Set;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The table that says what an error of a send tells about the record.
 *
 * <p>The producer sends again by itself and reports the last error only, so an error is certain only when every attempt
 * must have ended in it: when it is the record itself that is refused, or when nothing was sent. An error that is not in the
 * table leaves the record in doubt. So does a refusal such as {@code NotEnoughReplicas}: an attempt before it may have been
 * written and its answer lost.
 */
final class SendErrors {

    /** Where the send was when it failed. */
    enum Stage {
        /** In the call, on the caller's thread. */
        CALL,
        /** Later, on the producer's thread. */
        FLIGHT
    }

    private static final Set<Class<? extends Exception>> REFUSED = Set.of(
            RecordTooLargeException.class,
            SerializationException.class,
            InvalidTimestampException.class,
            InvalidTopicException.class,
            InvalidRecordException.class,
            BufferExhaustedException.class);

    private SendErrors() {}

    /** Returns {@code FAIL} when the record is certainly not in the topic and never will be, else {@code INFO}. */
    static Outcome outcome(Exception error, Stage stage) {
        // a time-out in the call waits for metadata or for memory, both before the record is in a batch
        boolean neverSent = stage == Stage.CALL && error.getClass() == TimeoutException.class;
        return neverSent || REFUSED.contains(error.getClass()) ? Outcome.FAIL : Outcome.INFO;
    }
}
