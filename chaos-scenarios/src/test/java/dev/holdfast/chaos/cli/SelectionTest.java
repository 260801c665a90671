package dev.holdfast.chaos.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.run.Run;
import dev.holdfast.chaos.scenario.Suite;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelectionTest {

    @BeforeEach
    void this_module_is_home() {
        System.setProperty("holdfast.home", Path.of("").toAbsolutePath().toString());
    }

    private static List<Run> runs(List<Path> files, String... only) {
        return new Selection(files, List.of(only), List.of()).runs(1);
    }

    private static Set<Suite> suites(String... only) {
        return runs(List.of(), only).stream().map(run -> run.scenario().suite()).collect(Collectors.toSet());
    }

    @Test
    void nothing_said_is_all_but_what_is_run_at_night() {
        assertThat(suites()).containsExactlyInAnyOrder(Suite.SMOKE, Suite.MATRIX);
        assertThat(runs(List.of())).hasSizeGreaterThan(45);
    }

    @Test
    void a_word_stands_for_its_suite() {
        assertThat(suites("smoke")).containsExactly(Suite.SMOKE);
        assertThat(suites("nightly")).containsExactly(Suite.NIGHTLY);
        assertThat(suites("all")).containsExactlyInAnyOrder(Suite.values());
    }

    @Test
    void words_and_names_are_added_up() {
        assertThat(suites("net-delay", "smoke")).containsExactlyInAnyOrder(Suite.SMOKE, Suite.NIGHTLY);
    }

    @Test
    void a_file_that_is_named_is_run_whatever_its_suite() {
        assertThat(runs(List.of(Path.of("scenarios/net-delay.yaml")))).hasSize(3);
    }

    @Test
    void an_unknown_word_is_refused_with_the_nearest_name() {
        assertThatThrownBy(() -> runs(List.of(), "nightli"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nightli")
                .hasMessageContaining("nightly");
    }
}
