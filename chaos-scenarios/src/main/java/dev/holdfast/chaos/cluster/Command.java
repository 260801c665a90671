package dev.holdfast.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A short-lived program run to its end, with a bound. */
public record Command(List<String> words) {

    private static final Duration BOUND = Duration.ofSeconds(30);

    public Command {
        words = List.copyOf(words);
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    /** What a program printed, both streams together, and how it ended. */
    public record Outcome(int exitCode, String output) {}

    /** Runs the program and returns its output; throws when it did not end well. */
    public String run() {
        return run("");
    }

    /** Runs the program with that input and returns its output; throws when it did not end well. */
    public String run(String input) {
        Outcome outcome = attempt(input, BOUND);
        if (outcome.exitCode() != 0) {
            throw new ClusterException("run '" + String.join(" ", words) + "': exit code " + outcome.exitCode()
                    + ", said: " + outcome.output().strip() + (input.isEmpty() ? "" : "\ninput was:\n" + input));
        }
        return outcome.output();
    }

    /** Runs the program and returns how it ended; throws only when it cannot be started or outlives the bound. */
    public Outcome attempt(String input, Duration bound) {
        Process process;
        try {
            process = new ProcessBuilder(words).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new ClusterException("start '" + words.get(0) + "': " + e.getMessage(), e);
        }
        CompletableFuture<String> output = read(process);
        try {
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // the program ended without reading: its exit code tells more than the broken pipe
            }
            String text = output.get(bound.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            return new Outcome(process.exitValue(), text);
        } catch (TimeoutException e) {
            throw new ClusterException(
                    "run '" + String.join(" ", words) + "': no end within " + bound + "; it was killed", e);
        } catch (ExecutionException e) {
            throw new ClusterException("run '" + String.join(" ", words) + "': output could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("run '" + String.join(" ", words) + "': interrupted; it was killed", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static CompletableFuture<String> read(Process process) {
        CompletableFuture<String> text = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    try (var out = process.getInputStream()) {
                        text.complete(new String(out.readAllBytes(), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        text.completeExceptionally(new UncheckedIOException(e));
                    }
                },
                "command-output-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        return text;
    }
}
