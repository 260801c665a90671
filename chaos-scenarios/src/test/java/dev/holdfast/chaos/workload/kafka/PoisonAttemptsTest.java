package dev.holdfast.chaos.workload.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PoisonAttemptsTest {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private long nanos;
    private final PoisonAttempts attempts = new PoisonAttempts(() -> nanos);

    @Test
    void the_first_attempt_is_told() {
        assertThat(attempts.count(PARTITION, 7)).hasValue(1);
    }

    @Test
    void attempts_are_counted_in_silence_until_the_time_has_come() {
        attempts.count(PARTITION, 7);
        nanos = PoisonAttempts.EVERY.toNanos() - 1;
        assertThat(attempts.count(PARTITION, 7)).isEmpty();
        nanos++;
        assertThat(attempts.count(PARTITION, 7)).hasValue(3);
    }

    @Test
    void ten_seconds_of_attempts_are_told_forty_times_after_the_first() {
        int told = 0;
        for (nanos = 0;
                nanos <= Duration.ofSeconds(10).toNanos();
                nanos += Duration.ofMillis(1).toNanos()) {
            told += attempts.count(PARTITION, 7).isPresent() ? 1 : 0;
        }
        assertThat(told).isEqualTo(41);
    }

    @Test
    void the_next_pill_is_told_at_once_and_counted_from_one() {
        attempts.count(PARTITION, 7);
        attempts.count(PARTITION, 7);
        assertThat(attempts.count(PARTITION, 9)).hasValue(1);
        assertThat(attempts.count(new TopicPartition("orders", 1), 9)).hasValue(1);
    }
}
