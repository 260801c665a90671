package dev.holdfast.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.Preflight;
import dev.holdfast.chaos.cluster.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scripts of partitions against the kernel; needs {@code unshare}, {@code ip} and {@code nft}, and fails without. */
class PartitionIT {

    @BeforeAll
    static void bring_what_is_needed() {
        Preflight preflight = Sandbox.prepare(System.out::println);
        assertThat(preflight.isReady()).as(preflight.explanation()).isTrue();
    }

    @Test
    void partitions_cut_what_they_say_and_nothing_is_left_of_them() {
        // an ordinary user's PATH often lacks the folders that ip and nft are in
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        List<String> words = new ArrayList<>(List.of("env", "PATH=" + path, "unshare"));
        if (!System.getProperty("user.name").equals("root")) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of(
                "--net",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                PartitionScene.class.getName()));
        Command.Outcome outcome = new Command(words).attempt("", Duration.ofSeconds(60));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output().lines())
                .containsExactly(
                        "whole: a reaches b: true",
                        "one-way: a reaches b: false",
                        "one-way: a reaches the runner: true",
                        "healed: a reaches b: true",
                        "external: a reaches b: true",
                        "external: a reaches the runner: false",
                        "total: a reaches b: false",
                        "total: a reaches the runner: false",
                        "lost: a reaches b before: false",
                        "lost: a reaches b after: true",
                        "one-way is proved: true",
                        "external is proved: true",
                        "total is proved: true",
                        "lost is proved: true",
                        "anything is left: false");
    }
}
