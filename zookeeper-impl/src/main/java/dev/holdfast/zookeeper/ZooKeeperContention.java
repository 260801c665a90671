package dev.holdfast.zookeeper;

import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Queues of ephemeral sequential nodes. A place's token is the czxid of its node. */
final class ZooKeeperContention implements Contention {

    private static final int LABEL_MAX_BYTES = 1024;

    private final Connection connection;

    ZooKeeperContention(Connection connection) {
        this.connection = connection;
    }

    @Override
    public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
        CompletableFuture<Place> entering = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        Place place = enterNow(queue, label, deadline);
                        if (!entering.complete(place)) {
                            place.leave();
                        }
                    } catch (RuntimeException | InterruptedException e) {
                        entering.completeExceptionally(e);
                    }
                },
                "zookeeper-enter");
        thread.setDaemon(true);
        thread.start();
        return entering;
    }

    private Place enterNow(String queue, String label, Deadline deadline) throws InterruptedException {
        byte[] data = label.getBytes(StandardCharsets.UTF_8);
        if (data.length > LABEL_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "label must be at most " + LABEL_MAX_BYTES + " bytes in UTF-8, was " + data.length);
        }
        return new Entering(connection, connection.path(queue), data, deadline).enter();
    }

    @Override
    public List<Contender> contenders(String queue, Deadline deadline) throws InterruptedException {
        String path = connection.path(queue);
        return Call.read(connection, "read who is in '" + queue + "'", deadline, wire -> {
            CompletableFuture<Boolean> synced = wire.sync(path);
            return wire.children(path, null)
                    .thenCombine(synced, (children, ignored) -> children)
                    .thenCompose(children -> contenders(wire, path, names(children)));
        });
    }

    @Override
    public Observation observe(String queue, int depth, Consumer<List<Contender>> listener) {
        return HeadObservation.start(connection, connection.path(queue), listener);
    }

    static List<String> names(Optional<Wire.Children> children) {
        return children.map(Wire.Children::names).orElse(List.of());
    }

    /** Reads what each contender says of itself, in one flight; those that have left meanwhile are left out. */
    private static CompletableFuture<List<Contender>> contenders(Wire wire, String path, List<String> names) {
        List<CompletableFuture<Optional<Wire.Node>>> nodes = new ArrayList<>();
        for (QueueNode node : QueueNode.queue(names)) {
            nodes.add(wire.data(path + '/' + node.name(), null));
        }
        return CompletableFuture.allOf(nodes.toArray(CompletableFuture[]::new))
                .thenApply(done -> nodes.stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .map(ZooKeeperContention::contender)
                        .toList());
    }

    static Contender contender(Wire.Node node) {
        byte[] label = node.data();
        return new Contender(
                label == null ? "" : new String(label, StandardCharsets.UTF_8),
                node.stat().getCzxid());
    }
}
