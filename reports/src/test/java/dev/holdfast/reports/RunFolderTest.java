package dev.holdfast.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.history.HistoryWriter;
import dev.holdfast.reports.run.Bounds;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.run.VerdictWord;
import dev.holdfast.reports.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    private static final Path SAMPLES = Path.of("target", "sample");
    private static final String[] ALL = {"lock", "election", "config", "kafka"};

    @TempDir
    Path temp;

    private static RunFolder folder(Path path, RunRecord run, Story story) throws IOException {
        RunFolder folder = new RunFolder(path).create();
        folder.write(run);
        Files.deleteIfExists(folder.historyFile());
        try (HistoryWriter writer = folder.openHistory()) {
            story.events().forEach(writer::append);
        }
        return folder;
    }

    @Test
    void a_sample_matrix_is_rendered_and_says_what_was_caught() throws IOException {
        RunFolder good = folder(
                SAMPLES.resolve("good"),
                Story.run(Bounds.none().with("unavailabilityMsMax", 6000), ALL),
                SampleRun.story(false, 1));
        RunFolder caught = folder(
                SAMPLES.resolve("caught"),
                Story.run(
                        "etcd",
                        "paused-holder",
                        true,
                        List.of("lock-exclusion"),
                        Set.of(VerdictWord.CAUGHT),
                        Bounds.none(),
                        "lock"),
                SampleRun.story(true, 1));
        RunFolder slow = folder(
                SAMPLES.resolve("slow"),
                Story.run(
                        "consul",
                        "partition-leader",
                        false,
                        List.of(),
                        Set.of(VerdictWord.HOLDS),
                        Bounds.none().with("unavailabilityMsMax", 1000),
                        ALL),
                SampleRun.story(false, 1));
        assertThat(good.judge().sentence()).contains("checks that apply passed");
        assertThat(good.judge().word()).isEqualTo(VerdictWord.HOLDS);
        assertThat(slow.judge().word()).isEqualTo(VerdictWord.DEGRADED);
        Verdict verdict = caught.judge();
        assertThat(verdict.word()).isEqualTo(VerdictWord.VIOLATED);
        assertThat(verdict.sentence()).contains("token");
        RunMatrix matrix = new RunMatrix(SAMPLES, List.of(good, caught, slow));
        assertThat(matrix.write()).isFalse();
        assertThat(matrix.summary().get(0)).startsWith("HOLDS    etcd       partition-leader");
        assertThat(SAMPLES.resolve("index.html"))
                .content(StandardCharsets.UTF_8)
                .contains("good/report.html", "class=\"red\"");
        assertThat(SAMPLES.resolve("junit.xml")).content(StandardCharsets.UTF_8).contains("failures=\"2\"");
    }

    @Test
    void judging_again_gives_the_same_files() throws IOException {
        RunFolder folder = folder(temp, Story.run(Bounds.none(), ALL), SampleRun.story(true, 1));
        Verdict first = folder.judge();
        String page = Files.readString(folder.htmlFile());
        assertThat(folder.judge()).isEqualTo(first);
        assertThat(folder.verdict()).isEqualTo(first);
        assertThat(Files.readString(folder.htmlFile())).isEqualTo(page);
    }

    @Test
    void a_report_of_a_hundred_thousand_events_stays_small_and_escapes_its_texts() throws IOException {
        Story story = SampleRun.story(true, 55);
        assertThat(story.events().size()).isGreaterThan(100_000);
        RunFolder folder = folder(temp, Story.run(Bounds.none(), ALL), story);
        folder.judge();
        assertThat(Files.size(folder.htmlFile())).isLessThan(200_000);
        assertThat(folder.htmlFile())
                .content(StandardCharsets.UTF_8)
                .contains("&lt;by token&gt;")
                .doesNotContain("<by token>");
    }

    @Test
    void a_folder_without_a_history_is_an_error() throws IOException {
        RunFolder folder = new RunFolder(temp).create();
        folder.write(Story.run(Bounds.none(), ALL));
        assertThat(folder.judge().word()).isEqualTo(VerdictWord.ERROR);
        assertThat(folder.htmlFile()).exists();
        Files.writeString(folder.historyFile(), "nonsense\n");
        assertThat(folder.judge().sentence()).contains("line 1: not JSON");
    }
}
