package dev.holdfast.zookeeper;

import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.WriteCondition;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One conditional write of an entry. Only an answer that says "not applied, because the node is there, is not there, or
 * has another version" leads to another step; an answer that was lost never does.
 */
final class Writing {

    private static final int ANY_VERSION = -1;

    private final Connection connection;
    private final String key;
    private final String path;
    private final Deadline deadline;

    Writing(Connection connection, String key, Deadline deadline) {
        this.connection = connection;
        this.key = key;
        this.path = connection.path(key);
        this.deadline = deadline;
    }

    Entry write(byte[] value, WriteCondition condition) throws InterruptedException {
        if (condition instanceof WriteCondition.Always) {
            return new Entry(key, value, writeAlways(value).getMzxid());
        }
        while (true) {
            Optional<Stat> written = writeIf(value, condition);
            if (written.isPresent()) {
                return new Entry(key, value, written.get().getMzxid());
            }
        }
    }

    boolean delete(WriteCondition condition) throws InterruptedException {
        while (true) {
            Optional<Wire.Node> node = read("delete");
            boolean present = node.isPresent() && node.get().data() != null;
            check("delete", condition, node);
            if (!present) {
                return false;
            }
            if (set("delete", null, node.get().stat().getVersion()).isPresent()) {
                return true;
            }
        }
    }

    private Stat writeAlways(byte[] value) throws InterruptedException {
        while (true) {
            Optional<Stat> written = set("write", value, ANY_VERSION);
            if (written.isEmpty()) {
                written = create(value);
            }
            if (written.isPresent()) {
                return written.get();
            }
        }
    }

    /** Returns empty if the node changed between the reading and the write; another reading tells what now holds. */
    private Optional<Stat> writeIf(byte[] value, WriteCondition condition) throws InterruptedException {
        Optional<Wire.Node> node = read("write");
        check("write", condition, node);
        return node.isEmpty()
                ? create(value)
                : set("write", value, node.get().stat().getVersion());
    }

    private void check(String verb, WriteCondition condition, Optional<Wire.Node> node) {
        Optional<Entry> entry = node.flatMap(found -> ZooKeeperEntries.entry(key, found));
        String found = entry.map(one -> "it has revision " + one.revision()).orElse("it has no value");
        if (condition instanceof WriteCondition.Absent && entry.isPresent()) {
            throw ZooKeeperEntries.conflict(verb + " '" + key + "' if absent", found);
        }
        if (condition instanceof WriteCondition.AtRevision at
                && (entry.isEmpty() || entry.get().revision() != at.revision())) {
            throw ZooKeeperEntries.conflict(verb + " '" + key + "' at revision " + at.revision(), found);
        }
    }

    private Optional<Wire.Node> read(String verb) throws InterruptedException {
        return Call.read(
                connection,
                verb + " '" + key + "': read it first",
                deadline,
                wire -> ZooKeeperEntries.syncedData(wire, path));
    }

    /** Returns empty if the node is not there or has another version. */
    private Optional<Stat> set(String verb, byte @Nullable [] value, int version) throws InterruptedException {
        Call call = new Call(verb + " '" + key + "'", Effect.WRITE, deadline);
        return outcome(call, connection.connected(call).wire().set(path, value, version), Code.NONODE, Code.BADVERSION);
    }

    /** Returns empty if the node is there already, or its parents were not and have been made. */
    private Optional<Stat> create(byte[] value) throws InterruptedException {
        Call call = new Call("write '" + key + "'", Effect.WRITE, deadline);
        Wire wire = connection.connected(call).wire();
        CompletableFuture<Stat> created =
                wire.create(path, value, CreateMode.PERSISTENT).thenApply(Wire.Created::stat);
        Optional<Stat> stat = outcome(call, created, Code.NODEEXISTS, Code.NONODE);
        if (stat.isEmpty()) {
            // the value is not written yet, so whatever becomes of this changes nothing for the caller
            Call.read(connection, "write '" + key + "': make its parents", deadline, again -> parents(again));
        }
        return stat;
    }

    private CompletableFuture<Boolean> parents(Wire wire) {
        return Parents.of(path).stream()
                .findFirst()
                .map(parent -> Parents.make(wire, parent))
                .orElseGet(() -> CompletableFuture.completedFuture(true));
    }

    private static Optional<Stat> outcome(Call call, CompletableFuture<Stat> answer, Code one, Code other)
            throws InterruptedException {
        try {
            return Optional.of(call.answer(answer));
        } catch (KeeperException e) {
            if (e.code() == one || e.code() == other) {
                return Optional.empty();
            }
            throw call.failed(e);
        }
    }
}
