package dev.holdfast.chaos.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.Preflight;
import dev.holdfast.chaos.cluster.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each thing that could be left is left once, and found. */
class RemainsIT {

    @TempDir
    Path folder;

    @BeforeAll
    static void bring_what_is_needed() {
        Preflight preflight = Sandbox.prepare(System.out::println);
        assertThat(preflight.isReady()).as(preflight.explanation()).isTrue();
    }

    @Test
    @Timeout(300)
    void what_is_left_is_found_and_a_cluster_that_was_closed_leaves_nothing() throws IOException, InterruptedException {
        Path found = folder.resolve("found.txt");

        int exit = Sandbox.run(Sandbox.javaCommand(RemainsScene.class.getName(), List.of(found.toString())));

        assertThat(exit).isZero();
        assertThat(Files.readAllLines(found))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("while it is open: true"),
                        line -> assertThat(line).isEqualTo("once it is closed: []"),
                        line -> assertThat(line).matches("a process: \\[process [0-9]+ \\(sleep\\)]"),
                        line -> assertThat(line).matches("a stopped process: \\[process [0-9]+ \\(sleep\\), stopped]"),
                        line -> assertThat(line).isEqualTo("a set: [set inet chaos f-x]"),
                        line -> assertThat(line).isEqualTo("a table: [table ip other]"),
                        line -> assertThat(line).matches("a rule: \\[rule inet chaos forward [0-9]+]"),
                        line -> assertThat(line).isEqualTo("a link: [link left0@left1, link left1@left0]"),
                        line -> assertThat(line).isEqualTo("a route: [route blackhole 10.99.0.0/16]"),
                        line -> assertThat(line).startsWith("a namespace: [").contains("network namespace left"),
                        line -> assertThat(line).isEqualTo("a mount: [mount /run/left (tmpfs)]"));
    }
}
