package dev.holdfast.chaos.fault.network.shaper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImpairmentTest {

    private static final Impairment DELAY =
            Impairment.delay(Duration.ofMillis(50), Duration.ofMillis(10), 25, new Share(20, 5), 4);

    @Test
    void two_at_once_are_the_larger_of_each_parameter() {
        Impairment both = DELAY.max(Impairment.delay(Duration.ofMillis(20), Duration.ofMillis(15), 0, Share.NONE, 0)
                .max(Impairment.loss(new Share(30, 1))));

        assertThat(both)
                .isEqualTo(new Impairment(
                        Duration.ofMillis(50),
                        Duration.ofMillis(15),
                        25,
                        new Share(20, 5),
                        4,
                        new Share(30, 1),
                        Share.NONE,
                        Share.NONE,
                        0));
    }

    @Test
    void it_is_read_as_it_was_written() {
        Impairment all = DELAY.max(Impairment.corrupt(new Share(0.1, 99.5))).max(Impairment.rate(125_000));

        assertThat(Impairment.decode(all.encode())).isEqualTo(all);
    }

    @Test
    void figures_are_read_as_they_were_written() {
        List<PairFigures> figures = List.of(
                new PairFigures("10.77.0.1", "10.77.0.2", 1, 2, 3, 4, 5, 6, 7, 8),
                new PairFigures("10.77.0.2", "10.77.0.1", 8, 7, 6, 5, 4, 3, 2, 1));

        assertThat(PairFigures.decode(PairFigures.encode(figures))).isEqualTo(figures);
        assertThat(PairFigures.decode("")).isEmpty();
    }

    @Test
    void a_link_matches_addresses_and_blocks_in_its_direction_only() {
        Link link = Link.decode("10.77.0.1>10.99.0.0/16");

        assertThat(link.matches("10.77.0.1", "10.99.200.1")).isTrue();
        assertThat(link.matches("10.99.200.1", "10.77.0.1")).isFalse();
        assertThat(link.matches("10.77.0.2", "10.99.200.1")).isFalse();
        assertThat(new Link("10.77.0.1", "0.0.0.0/0").matches("10.77.0.1", "200.1.2.3"))
                .isTrue();
    }
}
