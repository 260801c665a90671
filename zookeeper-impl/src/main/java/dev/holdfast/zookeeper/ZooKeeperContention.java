package dev.holdfast.zookeeper;

import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Queues of ephemeral sequential nodes. A place's token is the czxid of its node. */
final class ZooKeeperContention implements Contention {

    private static final int LABEL_MAX_BYTES = 1024;
    private static final int KNOWN_MAX = 1024;

    private final Connection connection;

    /** What nodes say of their contenders, by path: neither a path nor what its node says is ever used again. */
    private final Recent<Contender> known = new Recent<>(KNOWN_MAX);

    /** The nodes above queues that are known to have been there. */
    private final Recent<Boolean> parents = new Recent<>(KNOWN_MAX);

    /** Where this backend's uuids begin; the next is one higher. */
    private final UUID first = UUID.randomUUID();

    private final AtomicLong entered = new AtomicLong();

    ZooKeeperContention(Connection connection) {
        this.connection = connection;
    }

    @Override
    public CompletableFuture<Place> enter(String queue, String label, int seats, Deadline deadline) {
        byte[] data = label.getBytes(StandardCharsets.UTF_8);
        if (data.length > LABEL_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "label must be at most " + LABEL_MAX_BYTES + " bytes in UTF-8, was " + data.length);
        }
        if (seats < 1) {
            throw new IllegalArgumentException("seats must be >= 1, was " + seats);
        }
        UUID uuid =
                new UUID(first.getMostSignificantBits(), first.getLeastSignificantBits() + entered.getAndIncrement());
        return new Entering(connection, connection.path(queue), data, seats, uuid.toString(), parents).begin(deadline);
    }

    /** One round trip if each contender has been met before, and another for all that have not. */
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
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be >= 1, was " + depth);
        }
        return FrontObservation.start(connection, connection.path(queue), depth, listener);
    }

    static List<String> names(Optional<Wire.Children> children) {
        return children.map(Wire.Children::names).orElse(List.of());
    }

    /** Reads what each contender says of itself, in one flight; those that have left meanwhile are left out. */
    private CompletableFuture<List<Contender>> contenders(Wire wire, String path, List<String> names) {
        List<CompletableFuture<Optional<Contender>>> all = new ArrayList<>();
        for (QueueNode node : QueueNode.queue(names)) {
            all.add(contender(wire, path + '/' + node.name()));
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> all.stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private CompletableFuture<Optional<Contender>> contender(Wire wire, String path) {
        Optional<Contender> met = known.find(path);
        return met.isPresent()
                ? CompletableFuture.completedFuture(met)
                : wire.data(path, null).thenApply(node -> {
                    Optional<Contender> read = node.map(ZooKeeperContention::contender);
                    read.ifPresent(one -> known.put(path, one));
                    return read;
                });
    }

    static Contender contender(Wire.Node node) {
        byte[] label = node.data();
        return new Contender(
                label == null ? "" : new String(label, StandardCharsets.UTF_8),
                node.stat().getCzxid());
    }
}
