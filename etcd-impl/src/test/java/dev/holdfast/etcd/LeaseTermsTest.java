package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaseTermsTest {

    @Test
    void whole_seconds_are_taken_as_they_are() {
        assertThat(LeaseTerms.of(Duration.ofSeconds(5)).ttlSeconds()).isEqualTo(5);
    }

    @Test
    void fractions_are_rounded_up() {
        assertThat(LeaseTerms.of(Duration.ofMillis(2_001)).ttlSeconds()).isEqualTo(3);
    }

    @Test
    void less_than_a_second_and_more_than_a_day_are_refused_with_the_range() {
        assertThatThrownBy(() -> LeaseTerms.of(Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("session")
                .hasMessageContaining("999ms");
        assertThatThrownBy(() -> LeaseTerms.of(Duration.ofHours(25)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("session");
    }
}
