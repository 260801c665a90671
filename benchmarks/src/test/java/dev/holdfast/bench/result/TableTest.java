package dev.holdfast.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

    private static Sample sample(String contender, int round, double value) {
        return new Sample("threads", "etcd", 3, contender, round, value, "/s", Map.of(Sample.VIOLATIONS, 1.0));
    }

    private final List<Sample> samples = List.of(
            sample("holdfast", 1, 200),
            sample("jetcd-lock", 1, 100),
            sample("holdfast", 2, 90),
            sample("jetcd-lock", 2, 50),
            sample("holdfast", 3, 1000),
            sample("jetcd-lock", 3, 400));

    @Test
    void ratios_are_taken_round_by_round() {
        String peer = new Table(samples).markdown().lines().toList().get(3);

        // 2, 1.8 and 2.5: the rounds' own loads cancel out, which they would not in a ratio of medians
        assertThat(peer).contains("jetcd-lock", "100 /s", "| 2 ", "1.80..2.50", ">= 1.60: met");
    }

    @Test
    void violations_are_added_up() {
        assertThat(new Table(samples).markdown().lines().toList().get(3)).contains("violations 3");
    }

    @Test
    void a_target_that_is_missed_is_said_to_be() {
        assertThat(Target.of("uncontended", "raw").orElseThrow().inWords(1.2)).isEqualTo("<= 1.15: MISSED");
        assertThat(Target.of("uncontended", "nobody")).isEmpty();
    }

    @Test
    void a_limit_is_for_the_median_and_what_exceeds_it_is_counted() {
        Sample quick = new Sample("kill", "etcd", 3, "holdfast", 1, 2400, "ms", Map.of(Sample.LIMIT, 2600.0));
        Sample slow = new Sample("kill", "etcd", 3, "holdfast", 2, 2700, "ms", Map.of(Sample.LIMIT, 2600.0));

        assertThat(new Table(List.of(quick, quick, slow)).markdown()).contains("<= 2600: met (2 of 3)");
        assertThat(new Table(List.of(quick, slow, slow)).markdown()).contains("<= 2600: MISSED (1 of 3)");
    }

    @Test
    void results_read_back_are_what_was_written(@TempDir Path folder) {
        Path file = folder.resolve("deep").resolve("results.jsonl");
        Results results = Results.begin(file, Map.of("members", 3));
        samples.forEach(results::add);

        Results.Content content = Results.read(List.of(file));

        assertThat(content.samples()).isEqualTo(samples);
        assertThat(content.runs()).singleElement().isEqualTo(Map.of("members", 3));
    }

    @Test
    void quartiles_lie_between_the_nearest_values() {
        Spread spread = Spread.of(List.of(4.0, 1.0, 3.0, 2.0));

        assertThat(spread).isEqualTo(new Spread(1, 1.75, 2.5, 3.25, 4));
    }
}
