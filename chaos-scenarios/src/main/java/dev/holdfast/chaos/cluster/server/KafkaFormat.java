package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.UserCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A log folder as Kafka's own StorageTool formats it, made once per user and class path: the tool is a JVM of its own that
 * takes a second. Each node gets a copy with its own {@code meta.properties}; the rest is the same for all nodes.
 */
record KafkaFormat(Path template) {

    private static final String CHECKPOINT = "bootstrap.checkpoint";

    static KafkaFormat of(ClassPath classPath, Consumer<String> progress) {
        UserCache cache = UserCache.ofThisUser();
        Path entry = cache.entry("format/kafka-" + classPath.fingerprint(), folder -> {
            progress.accept("formatting a Kafka log folder, once");
            format(classPath, folder);
        });
        return new KafkaFormat(entry.resolve("log"));
    }

    private static void format(ClassPath classPath, Path folder) throws IOException {
        Path file = folder.resolve("format.properties");
        Files.writeString(file, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:9093
                listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
                controller.listener.names=CONTROLLER
                log.dirs=%s
                """.formatted(folder.resolve("log")));
        List<String> words = new ArrayList<>(new JavaFlags("128m").command(folder, List.of()));
        words.addAll(List.of("-cp", classPath.joined(), "kafka.tools.StorageTool", "format", "-t", randomId(), "-c"));
        words.add(file.toString());
        Command.Outcome outcome = new Command(words).attempt("", Duration.ofSeconds(60));
        if (!Files.exists(folder.resolve("log").resolve(CHECKPOINT))) {
            throw new ClusterException(
                    "format a Kafka log folder: exit code " + outcome.exitCode() + ", no " + CHECKPOINT
                            + " was written; the tool said: " + outcome.output().strip());
        }
    }

    /** Formats a node's log folder unless it has been. */
    void copyTo(Path log, String cluster, int node) throws IOException {
        if (Files.exists(log.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(log);
        Files.copy(template.resolve(CHECKPOINT), log.resolve(CHECKPOINT));
        Files.writeString(
                log.resolve("meta.properties"),
                "version=1\ncluster.id=%s\nnode.id=%d\ndirectory.id=%s\n".formatted(cluster, node, randomId()));
    }

    /** Returns an id in Kafka's own form: 128 bits in 22 characters, none of the reserved first ones. */
    static String randomId() {
        UUID uuid = UUID.randomUUID();
        ByteBuffer bytes = ByteBuffer.allocate(16);
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
        return id.startsWith("-") ? randomId() : id;
    }
}
