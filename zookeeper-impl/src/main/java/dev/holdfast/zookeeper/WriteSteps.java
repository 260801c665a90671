package dev.holdfast.zookeeper;

import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.WriteCondition.WhileHeld;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/** The requests of which a write is made, each while the guard is there, if there is one. */
final class WriteSteps {

    static final int ANY_VERSION = -1;

    private final Connection connection;
    private final Recent<Stat> known;
    private final String key;
    private final String path;
    private final @Nullable WhileHeld guard;
    private final Deadline deadline;

    /** @param guard null if no right has to be held */
    WriteSteps(Connection connection, Recent<Stat> known, String key, @Nullable WhileHeld guard, Deadline deadline) {
        this.connection = connection;
        this.known = known;
        this.key = key;
        this.path = connection.path(key);
        this.guard = guard;
        this.deadline = deadline;
    }

    /** Reads the node, and in the same flight whether the guard is there. */
    Optional<Wire.Node> read(String verb) throws InterruptedException {
        WhileHeld held = guard;
        Optional<Wire.Node> node = Call.read(connection, verb + " '" + key + "': read it first", deadline, wire -> {
            CompletableFuture<Optional<Wire.Node>> data = ZooKeeperEntries.syncedData(wire, path);
            return held == null
                    ? data
                    : data.thenCombine(wire.exists(held.entry(), null), (found, stat) -> {
                        if (stat.isEmpty()) {
                            throw unguarded(verb, held);
                        }
                        return found;
                    });
        });
        node.ifPresent(found -> known.put(path, found.stat()));
        return node;
    }

    /** Returns empty if the node is not there or has another version. */
    Optional<Stat> set(String verb, byte @Nullable [] value, int version) throws InterruptedException {
        Call call = new Call(verb + " '" + key + "'", Effect.WRITE, deadline);
        Wire wire = connection.current().await(call).wire();
        try {
            return Optional.of(written(call.answer(
                    guard == null
                            ? wire.set(path, value, version)
                            : guarded(verb, guard, new Guarded(wire, guard.entry()).set(path, value, version)))));
        } catch (KeeperException e) {
            if (e.code() == Code.NONODE || e.code() == Code.BADVERSION) {
                return Optional.empty();
            }
            throw call.failed(e);
        }
    }

    /** Returns empty if the node is there already, or somebody removes what is above it. */
    Optional<Stat> create(byte[] value) throws InterruptedException {
        Call call = new Call("write '" + key + "'", Effect.WRITE, deadline);
        try {
            return Optional.of(written(call.answer(created(call, value))));
        } catch (KeeperException e) {
            if (e.code() == Code.NODEEXISTS) {
                return Optional.empty();
            }
            if (e.code() != Code.NONODE) {
                throw call.failed(e);
            }
        }
        return createWithParents(call, value);
    }

    /** The nodes above leave in one flight with the create. */
    private Optional<Stat> createWithParents(Call call, byte[] value) throws InterruptedException {
        CompletableFuture<Boolean> parents =
                parents(connection.current().await(call).wire());
        try {
            return Optional.of(written(call.answer(created(call, value))));
        } catch (KeeperException e) {
            if (e.code() != Code.NODEEXISTS && e.code() != Code.NONODE) {
                throw call.failed(e);
            }
        }
        try {
            // the value is not written, so whatever became of these changes nothing for the caller
            boolean unused = new Call(call.what() + ": make its parents", Effect.READ, deadline).answer(parents);
        } catch (KeeperException e) {
            throw new Call(call.what() + ": make its parents", Effect.READ, deadline).failed(e);
        }
        return Optional.empty();
    }

    private CompletableFuture<Stat> created(Call call, byte[] value) throws InterruptedException {
        Wire wire = connection.current().await(call).wire();
        WhileHeld held = guard;
        return held == null
                ? wire.create(path, value, CreateMode.PERSISTENT).thenApply(Wire.Created::stat)
                : guarded("write", held, new Guarded(wire, held.entry()).create(path, value));
    }

    private Stat written(Stat stat) {
        known.put(path, stat);
        return stat;
    }

    private CompletableFuture<Stat> guarded(String verb, WhileHeld held, CompletableFuture<Optional<Stat>> answer) {
        return answer.thenApply(stat -> stat.orElseThrow(() -> unguarded(verb, held)));
    }

    private CompletableFuture<Boolean> parents(Wire wire) {
        return Parents.of(path).stream()
                .findFirst()
                .map(parent -> Parents.make(wire, parent))
                .orElseGet(() -> CompletableFuture.completedFuture(true));
    }

    private SessionExpired unguarded(String verb, WhileHeld held) {
        return new SessionExpired(verb + " '" + key + "' while " + held.entry()
                + " is there: it is not, so the right is over; not applied");
    }
}
