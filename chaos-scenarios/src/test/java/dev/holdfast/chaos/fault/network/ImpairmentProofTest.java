package dev.holdfast.chaos.fault.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.fault.network.probe.PathFigures;
import dev.holdfast.chaos.fault.network.shaper.Impairment;
import dev.holdfast.chaos.fault.network.shaper.Share;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImpairmentProofTest {

    private static final long MS = 1_000_000L;

    private static PathFigures path(long sent, long arrived, long twice, long median, long least, long most) {
        return new PathFigures("a", "b", sent, arrived, twice, 0, median * MS, least * MS, most * MS, 0);
    }

    private static boolean isProved(Impairment asked, PathFigures path, List<Long> rates, long checksums) {
        return new ImpairmentProof(asked, List.of(path), 0, 0, rates, checksums).isWithin();
    }

    @Test
    void a_loss_is_proved_when_as_much_is_lost_as_was_asked_for() {
        Impairment loss = Impairment.loss(new Share(30, 0));

        assertThat(isProved(loss, path(1000, 700, 0, 0, 0, 0), List.of(), 0)).isTrue();
        assertThat(isProved(loss, path(1000, 1000, 0, 0, 0, 0), List.of(), 0)).isFalse();
        assertThat(isProved(loss, path(1000, 500, 0, 0, 0, 0), List.of(), 0)).isFalse();
    }

    @Test
    void a_delay_is_proved_by_its_median_and_its_spread() {
        Impairment delay = Impairment.delay(Duration.ofMillis(50), Duration.ofMillis(10), 0, Share.NONE, 0);

        assertThat(isProved(delay, path(1000, 1000, 0, 51, 41, 61), List.of(), 0))
                .isTrue();
        assertThat(isProved(delay, path(1000, 1000, 0, 1, 0, 61), List.of(), 0)).isFalse();
        assertThat(isProved(delay, path(1000, 1000, 0, 51, 50, 52), List.of(), 0))
                .isFalse();
    }

    @Test
    void duplicates_are_proved_when_as_many_arrive_twice() {
        Impairment duplicate = Impairment.duplicate(new Share(50, 0));

        assertThat(isProved(duplicate, path(1000, 1000, 500, 0, 0, 0), List.of(), 0))
                .isTrue();
        assertThat(isProved(duplicate, path(1000, 1000, 0, 0, 0, 0), List.of(), 0))
                .isFalse();
    }

    @Test
    void corruption_is_proved_by_the_loss_and_by_the_receivers_checksums() {
        Impairment corrupt = Impairment.corrupt(new Share(20, 0));

        assertThat(isProved(corrupt, path(1000, 800, 0, 0, 0, 0), List.of(), 9)).isTrue();
        assertThat(isProved(corrupt, path(1000, 800, 0, 0, 0, 0), List.of(), 0)).isFalse();
    }

    @Test
    void a_rate_is_proved_by_trains_of_datagrams() {
        Impairment rate = Impairment.rate(125_000);

        assertThat(isProved(rate, path(10, 10, 0, 1, 1, 1), List.of(900_000L, 980_000L, 100_000L), 0))
                .isTrue();
        assertThat(isProved(rate, path(10, 10, 0, 1, 1, 1), List.of(9_000_000L), 0))
                .isFalse();
        assertThat(isProved(rate, path(10, 10, 0, 1, 1, 1), List.of(), 0)).isFalse();
    }
}
