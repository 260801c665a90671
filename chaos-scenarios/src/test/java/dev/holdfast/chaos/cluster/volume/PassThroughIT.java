package dev.holdfast.chaos.cluster.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes that calls pass through, mounted for real; needs {@code unshare} and /dev/fuse, and fails without. */
class PassThroughIT {

    @TempDir
    private Path folder;

    @Test
    void a_volume_does_what_its_folder_does_but_for_the_calls_that_rules_are_about() {
        List<String> words = new ArrayList<>(List.of("unshare"));
        if (!System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of(
                "--mount",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PassThroughScene.class.getName(),
                folder.toString()));
        Command.Outcome outcome = new Command(words).attempt("", Duration.ofMinutes(2));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines())
                .containsExactly(
                        "what is written is in the folder: true",
                        "and is read back: true",
                        "500 names are listed: true",
                        "a file renamed is there: true",
                        "a file unlinked while open goes on: true",
                        "a shared mapping can be written: true",
                        "fsync of a file that was open before is late: true",
                        "a write is not: true",
                        "the delay is counted: true",
                        "fsync fails: Input/output error",
                        "of another file it does not: none",
                        "after the rule it does not: none",
                        "permissions shown: r--r--r--",
                        "permissions after the rule: rw-r--r--",
                        "bytes of 0 read: true",
                        "bytes of 0 after the rule: false",
                        "who was held back goes on: true",
                        "the cost is known: true",
                        "is mounted after all: false",
                        "programs left: 0");
    }
}
