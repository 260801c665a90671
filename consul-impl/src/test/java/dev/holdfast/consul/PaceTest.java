package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How soon a loop asks again after so many answers. */
class PaceTest {

    private static final long START = -5;

    private final Pace pace = new Pace(START);

    private Duration after(int answers, Duration apart) {
        Duration rest = Duration.ZERO;
        for (int i = 1; i <= answers; i++) {
            rest = pace.rest(START + apart.multipliedBy(i).toNanos());
        }
        return rest;
    }

    @Test
    void sparse_answers_are_never_rested_after() {
        assertThat(after(1_000, Pace.EVERY)).isZero();
    }

    @Test
    void a_few_answers_in_a_row_are_not_rested_after() {
        assertThat(after(Pace.BURST, Duration.ZERO)).isZero();
    }

    @Test
    void answers_that_never_end_come_at_the_lasting_rate() {
        assertThat(after(Pace.BURST + 1, Duration.ZERO)).isEqualTo(Pace.EVERY);
    }

    @Test
    void a_silence_makes_room_for_as_many_again_and_no_more() {
        after(Pace.BURST, Duration.ZERO);
        long later = START + Duration.ofMinutes(1).toNanos();
        for (int i = 0; i < Pace.BURST; i++) {
            assertThat(pace.rest(later)).isZero();
        }

        assertThat(pace.rest(later)).isEqualTo(Pace.EVERY);
    }
}
