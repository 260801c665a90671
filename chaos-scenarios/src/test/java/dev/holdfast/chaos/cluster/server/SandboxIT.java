package dev.holdfast.chaos.cluster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.Preflight;
import dev.holdfast.chaos.cluster.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SandboxIT {

    @BeforeAll
    static void bring_what_is_needed() {
        ServerKind.ETCD.provision(System.out::println);
        Preflight preflight = Sandbox.prepare(System.out::println);
        assertThat(preflight.isReady()).as(preflight.explanation()).isTrue();
    }

    @Test
    @Timeout(120)
    void a_leader_that_is_cut_off_is_replaced_and_rejoins_when_healed() throws InterruptedException {
        assertThat(Sandbox.run(Sandbox.javaCommand(CutLeader.class.getName(), List.of())))
                .isZero();
    }

    @Test
    @Timeout(120)
    void nothing_is_left_two_seconds_after_the_runner_was_killed() throws IOException {
        Process runner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LabProbe.class.getName(),
                        "sandbox",
                        "ETCD",
                        "3",
                        "hold")
                .redirectErrorStream(true)
                .start();
        awaitLine(runner, "ETCD: quorum");
        List<ProcessHandle> started = runner.descendants().toList();
        assertThat(started)
                .as("the wrapper, the inner program and three members")
                .hasSizeGreaterThanOrEqualTo(5);

        runner.destroyForcibly();

        Awaitility.await("every descendant gone")
                .atMost(Duration.ofSeconds(2))
                .until(() -> started.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static void awaitLine(Process process, String wanted) throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder seen = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            seen.append(line).append('\n');
            if (line.startsWith(wanted)) {
                return;
            }
        }
        throw new AssertionError("no line '" + wanted + "' in:\n" + seen);
    }
}
