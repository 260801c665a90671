package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.LossReason;
import org.junit.jupiter.api.Test;

class ConsulSessionTest {

    private static final long SENT = Long.MAX_VALUE - 50;

    private final ConsulSession session = new ConsulSession("s", null, 90, SENT);

    @Test
    void it_is_valid_from_the_send_time_of_its_making_on_even_where_the_clock_wraps() {
        assertThat(session.validUntilNanos() - SENT).isEqualTo(90);
    }

    @Test
    void an_answered_renewal_moves_its_validity_and_a_late_answer_does_not_move_it_back() {
        session.renewed(SENT + 20);
        assertThat(session.validUntilNanos() - SENT).isEqualTo(110);
        session.renewed(SENT + 10);
        assertThat(session.validUntilNanos() - SENT).isEqualTo(110);
    }

    @Test
    void once_it_is_over_its_validity_stays_where_it_is() {
        session.end(LossReason.SESSION_ENDED);
        session.renewed(SENT + 20);
        assertThat(session.validUntilNanos() - SENT).isEqualTo(90);
    }

    @Test
    void it_ends_once_and_keeps_the_first_reason() {
        session.end(LossReason.SESSION_ENDED);
        session.end(LossReason.CLOSED);
        assertThat(session.ended().toCompletableFuture()).isCompletedWithValue(LossReason.SESSION_ENDED);
    }
}
