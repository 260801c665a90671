package dev.holdfast.chaos.workload.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.workload.kafka.SendErrors.Stage;
import dev.holdfast.reports.history.Outcome;
import java.util.List;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class SendErrorsTest {

    @Test
    void a_refusal_of_the_record_itself_is_certain() {
        for (Exception error : List.of(
                new RecordTooLargeException(),
                new SerializationException("no"),
                new InvalidTimestampException("no"),
                new InvalidRecordException("no"))) {
            assertThat(SendErrors.outcome(error, Stage.FLIGHT)).as("%s", error).isEqualTo(Outcome.FAIL);
        }
    }

    @Test
    void a_time_out_in_the_call_is_certain_since_nothing_was_sent() {
        assertThat(SendErrors.outcome(new TimeoutException("no metadata"), Stage.CALL))
                .isEqualTo(Outcome.FAIL);
        assertThat(SendErrors.outcome(new BufferExhaustedException("full"), Stage.CALL))
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void a_time_out_in_flight_leaves_the_record_in_doubt() {
        assertThat(SendErrors.outcome(new TimeoutException("expiring"), Stage.FLIGHT))
                .isEqualTo(Outcome.INFO);
    }

    @Test
    void a_refusal_that_may_follow_a_lost_answer_leaves_the_record_in_doubt() {
        for (Exception error : List.of(
                new NotEnoughReplicasException(),
                new NotEnoughReplicasAfterAppendException("written to the leader"),
                new NotLeaderOrFollowerException(),
                new DisconnectException(),
                new OutOfOrderSequenceException("no"),
                new TopicAuthorizationException("no"))) {
            assertThat(SendErrors.outcome(error, Stage.FLIGHT)).as("%s", error).isEqualTo(Outcome.INFO);
        }
    }

    @Test
    void an_error_that_is_not_in_the_table_leaves_the_record_in_doubt() {
        assertThat(SendErrors.outcome(new KafkaException("new"), Stage.CALL)).isEqualTo(Outcome.INFO);
        assertThat(SendErrors.outcome(new IllegalStateException("new"), Stage.FLIGHT))
                .isEqualTo(Outcome.INFO);
    }
}
