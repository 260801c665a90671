package dev.holdfast.chaos.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.journal.Journal;
import dev.holdfast.chaos.journal.Undo;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run that was killed has left on the machine is undone by the next, before it does anything else. */
class KilledRunIT {

    @TempDir
    private Path cache;

    /** A run that has changed something and is still at it. */
    static final class Changing {
        public static void main(String[] arguments) throws IOException, InterruptedException {
            Path made = Path.of(arguments[0]);
            Journal journal = Journal.begin(RunCommand.journals(), "changing");
            journal.note(new Undo.RemoveFolder(made));
            Files.createDirectories(made.resolve("below"));
            System.out.println("changed");
            new CountDownLatch(1).await();
        }
    }

    @Test
    @Timeout(300)
    void the_journal_of_a_killed_run_is_carried_out_by_the_next_run() throws IOException, InterruptedException {
        Path made = cache.resolve("made");
        Process killed = java(Changing.class, made.toString());
        awaitLine(killed, "changed");
        killed.destroyForcibly().waitFor();
        assertThat(made).exists();

        Process next = java(Main.class, "run", "--only=idle", "--subjects=etcd", "--out=" + cache.resolve("out"));
        try {
            awaitLine(next, "left by a run that was killed, undone now: folder " + made);
            Awaitility.await("the folder is removed")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.notExists(made));
        } finally {
            next.descendants().forEach(ProcessHandle::destroyForcibly);
            next.destroyForcibly().waitFor();
        }
    }

    private Process java(Class<?> main, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dholdfast.home=" + Path.of("").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", cache.toString());
        return builder.start();
    }

    private static void awaitLine(Process process, String wanted) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (line.contains(wanted)) {
                return;
            }
        }
        throw new AssertionError("no line '" + wanted + "' in:\n" + seen);
    }
}
