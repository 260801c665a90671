package dev.holdfast.chaos.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.chaos.cluster.binary.Binary;
import dev.holdfast.chaos.cluster.binary.BinaryLocator;
import dev.holdfast.chaos.cluster.binary.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The real command line client of etcd. */
final class Etcdctl {

    private final Path program;
    private final String endpoint;
    private final ObjectMapper json = new ObjectMapper();

    private Etcdctl(Path program, String endpoint) {
        this.program = program;
        this.endpoint = endpoint;
    }

    static Etcdctl to(String endpoint) {
        Binary binary = BinaryLocator.locate(Program.ETCDCTL, System.out::println);
        return new Etcdctl(binary.path(), endpoint);
    }

    /** Starts what runs until it is ended. */
    Running start(String... words) {
        try {
            Process process = new ProcessBuilder(command(words))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Running(process);
        } catch (IOException e) {
            throw new UncheckedIOException("start " + program, e);
        }
    }

    /** Returns the create revision of a key. */
    long created(String key) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command("get", key, "-w", "json")).start();
            JsonNode answer = json.readTree(process.getInputStream().readAllBytes());
            process.waitFor();
            JsonNode kv = answer.path("kvs").path(0);
            String found = new String(Base64.getDecoder().decode(kv.path("key").asText()), StandardCharsets.UTF_8);
            if (!found.equals(key)) {
                throw new IllegalStateException("key '" + key + "' is not there: " + answer);
            }
            return kv.path("create_revision").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException("run " + program, e);
        }
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--endpoints=" + endpoint));
        command.addAll(List.of(words));
        return command;
    }

    /** A command that runs, and what it has printed. */
    static final class Running implements AutoCloseable {

        private final Process process;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        private Running(Process process) {
            this.process = process;
            Thread reader = new Thread(this::read, "etcdctl-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                lines.add("(" + e.getMessage() + ")");
            }
        }

        /** Returns the next line; null if none came in that time. */
        @Nullable
        String line(long seconds) throws InterruptedException {
            return lines.poll(seconds, TimeUnit.SECONDS);
        }

        boolean hasPrinted() {
            return !lines.isEmpty();
        }

        /** Ends it in good order: it gives back what it holds. */
        void end() throws InterruptedException {
            process.destroy();
            process.waitFor();
        }

        /** Ends it at once, so that it gives nothing back. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
