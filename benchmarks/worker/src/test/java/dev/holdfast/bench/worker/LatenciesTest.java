package dev.holdfast.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentiles_are_of_all_values() {
        Latencies latencies = new Latencies();
        for (int i = 5_000; i >= 1; i--) {
            latencies.add(i);
        }

        assertThat(latencies.count()).isEqualTo(5_000);
        assertThat(latencies.percentileNanos(0.50)).isEqualTo(2_500);
        assertThat(latencies.percentileNanos(0.99)).isEqualTo(4_950);
        assertThat(latencies.percentileNanos(1)).isEqualTo(5_000);
        assertThat(latencies.meanNanos()).isEqualTo(2_500);
    }

    @Test
    void nothing_measured_is_zero() {
        assertThat(new Latencies().percentileNanos(0.5)).isZero();
        assertThat(new Latencies().meanNanos()).isZero();
    }
}
