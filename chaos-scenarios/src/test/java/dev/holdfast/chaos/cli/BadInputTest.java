package dev.holdfast.chaos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What a user is told who made a mistake: one line, exit code 2, and nothing was started. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BadInputTest {

    private static final String GOOD = """
            apiVersion: holdfast.dev/v1
            kind: Scenario
            metadata: { name: cut }
            spec:
              title: The leader is cut off
              claim:
                text: It goes on.
                source: https://example.org/claim
                scope: always
              subjects: [etcd]
              topology: { members: 3, clients: 3 }
              session: 2s
              workload:
                recipes: [lock, election, config]
                fenced: true
              phases: { warmUp: 2s, faults: 8s, recover: 8s }
              faults:
                - { name: leader-cut, at: 1s, for: 6s }
              expect: { verdict: [HOLDS] }
              bounds: { recovery: 8s, unavailability: 6s, operations: 50 }
            ---
            apiVersion: chaos-mesh.org/v1alpha1
            kind: NetworkChaos
            metadata:
              name: leader-cut
              namespace: holdfast
            spec:
              action: partition
              mode: one
              selector:
                namespaces: [holdfast]
                labelSelectors:
                  holdfast.dev/role: leader
              direction: both
              target:
                mode: all
                selector:
                  namespaces: [holdfast]
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void the_unbroken_file_is_sound() throws IOException {
        Path good = Files.writeString(folder.resolve("cut.yaml"), GOOD);
        assertThat(execute("validate", good.toString()))
                .describedAs(err.toString())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kind: Scenario                  | kind: Scenaro                    | cut.yaml:2:    | kind
            name: cut }                     | name: cutt }                     | cut.yaml:3:    | metadata.name
            title: The                      | titel: The                       | cut.yaml:5:    | did you mean 'title'
            https://example.org             | ftp://example.org                | cut.yaml:8:    | spec.claim.source
            subjects: [etcd]                | subjects: [etdc]                 | cut.yaml:10:   | etcd
            subjects: [etcd]                | subjects: [etcd, kafka]          | cut.yaml:10:   | kafka
            members: 3                      | members: three                   | cut.yaml:11:   | spec.topology.members
            session: 2s                     | session: 2 seconds               | cut.yaml:12:   | spec.session
            session: 2s                     | session: -2s                     | cut.yaml:12:   | spec.session
            recipes: [lock                  | recipes: [lok                    | cut.yaml:14:   | lock
            fenced: true                    | fenced: maybe                    | cut.yaml:15:   | spec.workload.fenced
            recover: 8s }                   | recover: 8s, cool: 1s }          | cut.yaml:16:   | cool
            name: leader-cut, at            | name: leader-cat, at             | cut.yaml:18:   | leader-cut
            at: 1s, for: 6s                 | at: 1s, for: 16s                 | cut.yaml:18:   | last
            verdict: [HOLDS]                | verdict: [CAUGHT]                | cut.yaml:19:   | control
            operations: 50                  | operations: 0                    | cut.yaml:20:   | spec.bounds.operations
            kind: NetworkChaos              | kind: KernelChaos                | cut.yaml:23:   | KernelChaos
            namespace: holdfast~spec        | namespace: elsewhere~spec        | cut.yaml:26:   | holdfast
            action: partition               | action: delay                    | cut.yaml:28:   | delay
            mode: one                       | mode: some                       | cut.yaml:29:   | mode
            mode: one                       | mode: fixed                      | cut.yaml:      | value
            labelSelectors:                 | labelSelector:                   | cut.yaml:32:   | did you mean 'labelSelectors'
            direction: both                 | direction: sideways              | cut.yaml:34:   | direction
            """)
    void a_broken_file_is_refused_with_its_place_and_what_was_expected(
            String good, String bad, String place, String hint) throws IOException {
        String broken = GOOD.replace(newLines(good), newLines(bad));
        assertThat(broken).isNotEqualTo(GOOD);
        Path file = Files.writeString(folder.resolve("cut.yaml"), broken);

        int exit = execute("run", "--out=" + folder.resolve("out"), file.toString());

        assertThat(exit).isEqualTo(Main.COULD_NOT_RUN);
        assertThat(err.toString().strip().lines()).hasSize(1);
        assertThat(err.toString()).contains(place).contains(hint);
        assertThat(out.toString()).isEmpty();
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void an_unknown_scenario_is_refused_with_the_nearest_name() {
        Path home = Path.of("").toAbsolutePath();
        System.setProperty("holdfast.home", home.toString());
        assertThat(execute("run", "--only=kill-laeder")).isEqualTo(Main.COULD_NOT_RUN);
        assertThat(err.toString()).contains("kill-laeder").contains("kill-leader");
    }

    @Test
    void every_bad_file_of_many_is_named() throws IOException {
        Path first = Files.writeString(folder.resolve("first.yaml"), GOOD);
        Path second = Files.writeString(folder.resolve("second.yaml"), "kind: [");
        assertThat(execute("validate", first.toString(), second.toString())).isEqualTo(Main.COULD_NOT_RUN);
        assertThat(err.toString().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).contains("first.yaml:3:"),
                        line -> assertThat(line).contains("second.yaml:1:"));
    }

    @Test
    void a_folder_without_runs_has_no_report() {
        assertThat(execute("report", folder.toString())).isEqualTo(Main.COULD_NOT_RUN);
        assertThat(err.toString()).contains("run.json");
    }

    @Test
    void a_seed_that_is_no_number_is_refused() {
        assertThat(execute("run", "--seed=many")).isEqualTo(Main.COULD_NOT_RUN);
        assertThat(List.of(err.toString().split("\n"))).anyMatch(line -> line.contains("--seed"));
    }

    private int execute(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private static String newLines(String text) {
        return text.replace("~", "\n");
    }
}
