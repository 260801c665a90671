package dev.holdfast.reports.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJsonTest {
    @TempDir
    Path folder;

    private static ScenarioFacts scenario(boolean control, List<String> caughtBy) {
        return new ScenarioFacts(
                "partition-leader",
                "The leader is cut off",
                new Claim("One holder at a time", "https://example.org/doc", "while a majority is up"),
                control,
                "",
                Set.of(VerdictWord.HOLDS, VerdictWord.DEGRADED),
                caughtBy,
                List.of("lock"),
                Bounds.none().with("operationsMin", 10));
    }

    private static RunRecord run() {
        return new RunRecord(
                RunRecord.SCHEMA,
                "r1",
                42,
                "2026-11-20T21:00:00Z",
                5,
                "0.1.0",
                "./mvnw verify -Pchaos",
                Map.of("kernel", "6.18"),
                scenario(false, List.of()),
                new SubjectFacts("etcd", "3.6.1", "a release", 3, "jetcd", "0.8.7", Map.of("ttl", "2 s"), Map.of()),
                List.of(new FaultRequest("cut", "NetworkChaos", "partition", "kind: NetworkChaos", 0, 4000)),
                WatchClaim.EVERY,
                List.of("a note"),
                "");
    }

    @Test
    void a_run_reads_back_as_it_was_written() {
        RunJson.write(folder.resolve("run.json"), run());
        assertThat(RunJson.read(folder.resolve("run.json"))).isEqualTo(run());
        assertThat(run().scenario().expectedWords()).isEqualTo("HOLDS or DEGRADED");
    }

    @Test
    void another_schema_is_refused() throws IOException {
        RunJson.write(folder.resolve("run.json"), run());
        String text = Files.readString(folder.resolve("run.json")).replace("holdfast-run/1", "holdfast-run/2");
        Files.writeString(folder.resolve("run.json"), text);
        assertThatThrownBy(() -> RunJson.read(folder.resolve("run.json")))
                .hasMessageContaining("run.schema must be 'holdfast-run/1', but is 'holdfast-run/2'");
    }

    @Test
    void an_unknown_bound_is_refused() {
        Bounds none = Bounds.none();
        assertThatThrownBy(() -> none.with("speedMax", 1)).hasMessageContaining("bound 'speedMax' is unknown; known:");
    }

    @Test
    void a_control_must_say_what_catches_it() {
        assertThatThrownBy(() -> scenario(true, List.of())).hasMessageContaining("must name a check");
        assertThatThrownBy(() -> scenario(false, List.of("lost-acked"))).hasMessageContaining("must be empty");
    }
}
