package dev.holdfast.chaos.fault.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReadingTest {

    private static final Instant NOW = Instant.parse("2026-01-31T10:00:00.600Z");

    @Test
    void a_told_second_stands_for_each_moment_of_it() {
        Reading reading = Reading.of(Instant.parse("2026-01-31T11:00:00Z"), NOW, NOW.plusMillis(10));

        assertThat(reading).isEqualTo(new Reading(3_599_390, 3_600_399));
        assertThat(reading.allows(Duration.ofHours(1))).isTrue();
        assertThat(reading.allows(Duration.ZERO)).isFalse();
    }

    @Test
    void looks_at_different_moments_of_a_second_narrow_it() {
        Reading late = Reading.of(NOW.minusMillis(600), NOW.plusMillis(390), NOW.plusMillis(395));
        Reading early = Reading.of(NOW.plusMillis(400), NOW.plusMillis(405), NOW.plusMillis(410));

        Reading both = Reading.UNKNOWN.and(late).and(early);

        assertThat(both.leastMs()).isEqualTo(-10);
        assertThat(both.mostMs()).isEqualTo(9);
        assertThat(both.allows(Duration.ZERO)).isTrue();
        assertThat(both.allows(Duration.ofMillis(100))).isFalse();
    }

    @Test
    void looks_that_contradict_each_other_allow_nothing() {
        Reading both = new Reading(0, 100).and(new Reading(3_600_000, 3_600_100));

        assertThat(both.allows(Duration.ZERO)).isFalse();
        assertThat(both.allows(Duration.ofHours(1))).isFalse();
    }

    @Test
    void the_date_of_a_virtual_machine_is_local_time() throws IOException {
        Instant date = JavaClock.date("#Sat Nov 21 06:43:09 CET 2026\njava.version=17\n#x=1\n");

        assertThat(date)
                .isEqualTo(LocalDateTime.of(2026, 11, 21, 6, 43, 9)
                        .atZone(ZoneId.systemDefault())
                        .toInstant());
        assertThatThrownBy(() -> JavaClock.date("java.version=17\n")).hasMessageContaining("no date");
    }
}
