package dev.holdfast.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.Preflight;
import dev.holdfast.chaos.cluster.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each way to make links worse, against the kernel, with what the receivers saw of it. */
class ImpairedIT {

    @BeforeAll
    static void bring_what_is_needed() {
        Preflight preflight = Sandbox.prepare(Set.of("tc", "iptables-nft"), System.out::println);
        assertThat(preflight.isReady()).as(preflight.explanation()).isTrue();
    }

    @Test
    @Timeout(300)
    void what_is_measured_is_what_was_asked_for_and_nothing_is_left(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path told = folder.resolve("told.txt");

        int exit = Sandbox.run(Sandbox.javaCommand(ImpairedScene.class.getName(), List.of(told.toString())));

        String text = Files.readString(told);
        assertThat(exit).as(text).isZero();
        assertThat(text.lines().filter(line -> line.contains("is proved")))
                .as(text)
                .containsExactly(
                        "delay is proved: true",
                        "reorder is proved: true",
                        "loss is proved: true",
                        "duplicate is proved: true",
                        "corrupt is proved: true",
                        "rate is proved: true",
                        "bandwidth is proved: true",
                        "netem is proved: true");
    }
}
