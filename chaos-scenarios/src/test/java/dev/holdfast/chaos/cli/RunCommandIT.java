package dev.holdfast.chaos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.RunFolder;
import dev.holdfast.reports.run.VerdictWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs, from the command to the report. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RunCommandIT {

    private static final Path SCENARIOS = Path.of("scenarios");

    @TempDir
    private Path folder;

    @Test
    void a_run_that_ends_as_expected_gives_zero_and_leaves_all_that_judges_it_again() throws IOException {
        Path file = Files.copy(SCENARIOS.resolve("nobody-selected.yaml"), folder.resolve("nobody-selected.yaml"));

        assertThat(run(file)).isEqualTo(Main.AS_EXPECTED);

        Path matrix = onlyFolderIn(folder.resolve("out"));
        assertThat(matrix.resolve("index.html")).isNotEmptyFile();
        RunFolder run = new RunFolder(matrix.resolve("nobody-selected-etcd"));
        assertThat(run.htmlFile()).isNotEmptyFile();
        assertThat(run.verdict().word()).isEqualTo(VerdictWord.VACUOUS);
        assertThat(Main.commandLine().execute("report", matrix.toString())).isEqualTo(Main.AS_EXPECTED);
        assertThat(run.verdict().word()).isEqualTo(VerdictWord.VACUOUS);
    }

    @Test
    void a_verdict_that_differs_gives_one() throws IOException {
        String idle = Files.readString(SCENARIOS.resolve("idle.yaml"));
        Path file = Files.writeString(
                folder.resolve("idle.yaml"),
                idle.replace("verdict: [VACUOUS]", "verdict: [HOLDS]").replace("control: true", "control: false"));

        assertThat(run(file)).isEqualTo(Main.DIFFERS);
    }

    private int run(Path file) {
        return Main.commandLine()
                .execute("run", "--subjects=etcd", "--seed=1", "--out=" + folder.resolve("out"), file.toString());
    }

    private static Path onlyFolderIn(Path folder) throws IOException {
        try (Stream<Path> below = Files.list(folder)) {
            return below.findFirst().orElseThrow();
        }
    }
}
