package dev.holdfast.chaos.fault.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.holdfast.chaos.cluster.JavaProgram;
import dev.holdfast.chaos.cluster.server.Ensemble;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.fault.ActiveFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clocks of real processes; needs 64-bit x86 Linux, and fails elsewhere. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ClockSkewIT {

    private static final Duration BOUND = Duration.ofMinutes(3);
    private static final double HOUR_MS = 3_600_000;
    /** A told time is a whole second, and a loaded machine answers late. */
    private static final double LOOSE_MS = 3_000;

    /** Asks for gettimeofday, in microseconds. */
    private static final List<String> SHELL =
            List.of("bash", "-c", "echo ready; while read -r line; do echo \"${EPOCHREALTIME/[.,]/}\"; done");
    /** Asks for time, in seconds. */
    private static final List<String> PERL =
            List.of("perl", "-e", "$| = 1; print \"ready\\n\"; while (<STDIN>) { print time, \"\\n\" }");

    @TempDir
    private Path folder;

    private ClockScene scene;

    @BeforeEach
    void open() {
        scene = new ClockScene(folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_server_tells_the_time_that_is_asked_for_and_then_the_right_one(ServerKind kind) throws InterruptedException {
        Ensemble.start(scene.cluster, kind, 1, Map.of(), System.out::println).awaitQuorum(BOUND);
        String pod = kind.label() + "-0";

        for (String offset : List.of("1h", "-1h")) {
            try (ActiveFault fault = scene.skew("skew" + offset, pod, "timeOffset: " + offset)) {
                fault.sample();
                assertThat(scene.isUntouched(pod)).isFalse();
            }
            double asked = offset.startsWith("-") ? -HOUR_MS : HOUR_MS;
            assertThat(scene.isProved("skew" + offset)).isTrue();
            assertThat(scene.figure("skew" + offset, "clock-offset")).isCloseTo(asked, within(LOOSE_MS));
            assertThat(scene.figure("skew" + offset, "clock-offset-after")).isCloseTo(0, within(LOOSE_MS));
            assertThat(scene.isUntouched(pod)).isTrue();
        }
    }

    @Test
    void a_client_is_told_another_time_of_day_and_its_monotonic_clock_goes_on() throws InterruptedException {
        ClockScene.Asked client = probe();
        for (String offset : List.of("1h", "-1h")) {
            double asked = offset.startsWith("-") ? -HOUR_MS : HOUR_MS;
            try (ActiveFault fault = scene.skew("skew" + offset, "client-0", "timeOffset: " + offset)) {
                fault.sample();
                assertClocks(client, asked, 0);
            }
            assertClocks(client, 0, 0);
            assertThat(scene.isProved("skew" + offset)).isTrue();
            assertThat(scene.figure("skew" + offset, "clock-offset-after")).isCloseTo(0, within(LOOSE_MS));
            assertThat(scene.isUntouched("client-0")).isTrue();
        }
    }

    @Test
    void offsets_of_two_experiments_add_up_and_each_takes_its_own_away() throws InterruptedException {
        ClockScene.Asked client = probe("busy");
        ActiveFault first = scene.skew("first", "client-0", "timeOffset: 1h");
        ActiveFault second = scene.skew("second", "client-0", "timeOffset: -90s, clockIds: [CLOCK_REALTIME]");
        first.sample();
        second.sample();
        assertClocks(client, HOUR_MS - 90_000, 0);

        first.heal();
        assertClocks(client, -90_000, 0);
        assertThat(scene.isUntouched("client-0")).isFalse();

        second.heal();
        assertClocks(client, 0, 0);
        assertThat(scene.isUntouched("client-0")).isTrue();
        assertThat(scene.isProved("first")).isTrue();
        assertThat(scene.isProved("second")).isTrue();
        assertThat(scene.figure("first", "clock-offset-after")).isCloseTo(-90_000, within(LOOSE_MS));
    }

    @Test
    void the_monotonic_clock_is_shifted_when_it_is_named() throws InterruptedException {
        ClockScene.Asked client = probe();
        try (ActiveFault fault = scene.skew("monotonic", "client-0", "timeOffset: 10s, clockIds: [CLOCK_MONOTONIC]")) {
            fault.sample();
            assertClocks(client, 0, 10_000);
        }
        assertClocks(client, 0, 0);
        assertThat(scene.isProved("monotonic")).as("nobody outside can see it").isFalse();
    }

    @Test
    void every_function_of_the_vdso_is_shifted_with_fractions() throws InterruptedException {
        ClockScene.Asked shell = scene.start("shell-0", SHELL);
        ClockScene.Asked perl = scene.start("perl-0", PERL);
        assertThat(List.of(shell.next(), perl.next())).containsOnly("ready");
        try (ActiveFault one = scene.skew("one", "shell-0", "timeOffset: -100.25s");
                ActiveFault two = scene.skew("two", "perl-0", "timeOffset: -100.25s")) {
            one.sample();
            two.sample();
            long before = System.currentTimeMillis();
            long micros = Long.parseLong(shell.ask());
            long seconds = Long.parseLong(perl.ask());
            long after = System.currentTimeMillis();

            assertThat(micros / 1000).isBetween(before - 100_251, after - 100_249);
            assertThat(seconds).isBetween((before - 100_251) / 1000, (after - 100_249) / 1000);
        }
        assertThat(scene.isUntouched("shell-0")).isTrue();
        assertThat(scene.isUntouched("perl-0")).isTrue();
        assertThat(scene.isProved("one")).as("its time can be read by no way").isFalse();
    }

    @Test
    void a_container_that_is_started_again_loses_the_fault() throws InterruptedException {
        ClockScene.Asked client = probe();
        try (ActiveFault fault = scene.skew("skew", "client-0", "timeOffset: 1h")) {
            fault.sample();
            scene.cluster.killContainer("client-0", "client");
            assertThat(client.next()).isEqualTo("ready");
            fault.sample();
            assertClocks(client, 0, 0);
        }
        assertThat(scene.evidence("skew", "fault-lost"))
                .singleElement()
                .satisfies(lost ->
                        assertThat(lost.text()).matches("fault lost \\d+ ms after injection: process \\d+ has ended"));
    }

    private ClockScene.Asked probe(String... arguments) throws InterruptedException {
        ClockScene.Asked client =
                scene.start("client-0", JavaProgram.command(ClockProbe.class.getName(), List.of(arguments)));
        assertThat(client.next()).isEqualTo("ready");
        assertClocks(client, 0, 0);
        return client;
    }

    /** Asks the probe, and compares with this program's clocks just before and just after. */
    private static void assertClocks(ClockScene.Asked client, double wallMs, long monotonicMs)
            throws InterruptedException {
        long wallBefore = System.currentTimeMillis();
        long before = System.nanoTime() / 1_000_000;
        String[] told = client.ask().split(" ", -1);
        long after = System.nanoTime() / 1_000_000;
        long wallAfter = System.currentTimeMillis();

        assertThat(Double.parseDouble(told[0])).isBetween(wallBefore + wallMs - 1, wallAfter + wallMs + 1);
        assertThat(Long.parseLong(told[1])).isBetween(before + monotonicMs - 1, after + monotonicMs + 1);
    }
}
