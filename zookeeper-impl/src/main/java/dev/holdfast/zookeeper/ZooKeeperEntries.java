package dev.holdfast.zookeeper;

import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.WriteCondition;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.data.Stat;

/**
 * Entries as the data of persistent nodes; the revision is the mzxid.
 *
 * <p>A read follows a {@code sync}: the leader answers that after everything that it had committed has been sent to the
 * member that is read. It asks no quorum, so a leader that was replaced and has not noticed may answer for as long as it
 * takes to notice, {@code syncLimit} ticks at most. Source: {@code Leader.processSync} of ZooKeeper 3.9.5.
 *
 * <p>A node with null data is no entry: it stands above others, or its entry was deleted. Deleting an entry keeps its
 * node, since a node that is made again begins with version 0, and a write that is conditional on a version could not
 * tell it from the one before. So the condition on a revision is exact, unless somebody removes nodes by other means; a
 * write that went to a node which was made again so is told as one whose outcome is unknown.
 */
final class ZooKeeperEntries implements Entries {

    private static final int KNOWN_MAX = 4096;

    private final Connection connection;

    /** The latest Stat of each key that was met, by path: which version its revision has does not change. */
    private final Recent<Stat> known = new Recent<>(KNOWN_MAX);

    ZooKeeperEntries(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Optional<Entry> read(String key, Deadline deadline) throws InterruptedException {
        String path = connection.path(key);
        Optional<Wire.Node> node =
                Call.read(connection, "read '" + key + "'", deadline, wire -> syncedData(wire, path));
        node.ifPresent(found -> known.put(path, found.stat()));
        return node.flatMap(found -> entry(key, found));
    }

    @Override
    public Entry write(String key, byte[] value, WriteCondition condition, Deadline deadline)
            throws InterruptedException {
        return new Writing(connection, known, key, condition, deadline).write(value.clone());
    }

    @Override
    public boolean delete(String key, WriteCondition condition, Deadline deadline) throws InterruptedException {
        return new Writing(connection, known, key, condition, deadline).delete();
    }

    @Override
    public Observation watch(String key, EntryListener listener) {
        return EntryWatch.start(connection, key, listener);
    }

    static CompletableFuture<Optional<Wire.Node>> syncedData(Wire wire, String path) {
        CompletableFuture<Boolean> synced = wire.sync(path);
        return wire.data(path, null).thenCombine(synced, (node, ignored) -> node);
    }

    static Optional<Entry> entry(String key, Wire.Node node) {
        byte[] value = node.data();
        return value == null
                ? Optional.empty()
                : Optional.of(new Entry(key, value, node.stat().getMzxid()));
    }
}
