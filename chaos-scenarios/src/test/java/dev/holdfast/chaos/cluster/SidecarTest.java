package dev.holdfast.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SidecarTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @Test
    void each_question_gets_its_answer() {
        try (Sidecar sidecar = start("while read line; do echo \"heard $line\"; done")) {
            assertThat(sidecar.ask("one", BOUND)).isEqualTo("heard one");
            assertThat(sidecar.ask("two", BOUND)).isEqualTo("heard two");
        }
    }

    @Test
    void one_that_ends_is_an_error_with_its_last_words() {
        try (Sidecar sidecar = start("read line; echo 'no such device' >&2; exit 3")) {
            assertThatThrownBy(() -> sidecar.ask("one", BOUND))
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("'it' ended")
                    .hasMessageContaining("no such device");
        }
    }

    @Test
    void one_that_does_not_answer_is_killed_since_a_late_answer_would_be_taken_for_the_next() {
        try (Sidecar sidecar = start("read line; cat >&2")) {
            assertThatThrownBy(() -> sidecar.ask("one", Duration.ofMillis(50)))
                    .hasMessageContaining("no answer to 'one' within 50 ms");
            assertThatThrownBy(() -> sidecar.ask("two", BOUND)).hasMessageContaining("ended");
        }
    }

    @Test
    void closing_ends_one_that_ignores_the_end_of_its_input() {
        Sidecar sidecar = start("trap '' TERM; echo ready; while :; do read line; done");
        assertThat(sidecar.await(BOUND)).isEqualTo("ready");
        sidecar.close();
        assertThat(ProcessHandle.of(sidecar.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    private Sidecar start(String script) {
        return Sidecar.start("it", List.of("sh", "-c", script), folder.resolve("it.log"));
    }
}
