package dev.holdfast.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.history.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairTableTest {

    @Test
    void figures_between_pods_stand_in_a_square_for_each_kind_of_measurement() {
        List<PairTable> tables = PairTable.of(List.of(
                new Evidence("round-trip", "a > b", 50.25, "ms", ""),
                new Evidence("round-trip", "b > a", 1234, "ms", ""),
                new Evidence("packets-dropped", "a", 3, "packets", ""),
                new Evidence("loss", "a > b", 30, "%", "")));

        assertThat(tables)
                .containsExactly(
                        new PairTable(
                                "round-trip, ms",
                                List.of("from \\ to", "a", "b"),
                                List.of(List.of("a", "·", "50.3"), List.of("b", "1,234", "·"))),
                        new PairTable("loss, %", List.of("from \\ to", "b"), List.of(List.of("a", "30.0"))));
    }
}
