package dev.holdfast.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.Preflight;
import dev.holdfast.chaos.cluster.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each way to make links worse, against the kernel, with what the receivers saw of it. */
class ImpairedIT {

    @BeforeAll
    static void bring_what_is_needed() {
        Preflight preflight = Sandbox.prepare(Set.of("tc", "iptables-nft"), System.out::println);
        assertThat(preflight.isReady()).as(preflight.explanation()).isTrue();
    }

    @Test
    void what_is_measured_is_what_was_asked_for_and_nothing_is_left() {
        List<String> command = Sandbox.command(Sandbox.javaCommand(ImpairedScene.class.getName(), List.of()));
        Command.Outcome outcome = new Command(command).attempt("", Duration.ofMinutes(3));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines().filter(line -> line.contains("is proved")))
                .as(outcome.output())
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
