package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Times are milliseconds of a clock that the test holds; the timeout is 1000, of which 900 are trusted. */
class ValidityTest {

    private final Validity validity = new Validity(Duration.ofMillis(1000), Duration.ofMillis(900), ms(0));

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private void answered(long sentMs, long answeredMs) {
        validity.answered(ms(sentMs), ms(answeredMs));
    }

    private void assertUntil(long millis) {
        assertThat(Duration.ofNanos(validity.untilNanos()).toMillis()).isEqualTo(millis);
    }

    @Test
    void a_session_is_trusted_from_the_request_that_opened_it() {
        assertUntil(900);
    }

    @Test
    void the_last_answer_alone_proves_nothing() {
        answered(500, 501);

        assertUntil(900);
    }

    @Test
    void a_beat_counts_by_its_send_time_once_one_sent_a_quarter_later_is_answered() {
        answered(100, 110);
        answered(200, 210);
        answered(300, 310);
        assertUntil(900);

        answered(400, 410);
        assertUntil(1000);
    }

    @Test
    void an_answer_that_came_late_counts_from_when_it_came() {
        answered(100, 500);
        answered(600, 610);
        assertUntil(900);

        answered(750, 760);
        assertUntil(1000);
    }

    @Test
    void taking_the_session_up_again_counts_at_once_and_never_backwards() {
        validity.resumed(ms(700));
        assertUntil(1600);

        validity.resumed(ms(600));
        assertUntil(1600);
    }

    @Test
    void nothing_moves_the_end_of_a_session_that_is_over() {
        validity.end();
        answered(100, 110);
        answered(400, 410);
        validity.resumed(ms(700));

        assertUntil(900);
    }
}
