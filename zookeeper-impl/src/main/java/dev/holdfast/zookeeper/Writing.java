package dev.holdfast.zookeeper;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.WriteCondition;
import dev.holdfast.spi.WriteCondition.WhileHeld;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One conditional write of an entry: one request where the version of the node at the asked revision is known, a reading
 * before it otherwise. Only an answer that says "not applied, because the node is there, is not there, or has another
 * version" leads to another step; an answer that was lost never does.
 */
final class Writing {

    private static final int ANY_VERSION = -1;

    private final Connection connection;
    private final Recent<Stat> known;
    private final String key;
    private final String path;
    private final @Nullable WhileHeld guard;
    private final WriteCondition condition;
    private final Deadline deadline;

    Writing(Connection connection, Recent<Stat> known, String key, WriteCondition condition, Deadline deadline) {
        this.connection = connection;
        this.known = known;
        this.key = key;
        this.path = connection.path(key);
        this.guard = condition instanceof WhileHeld held ? held : null;
        this.condition = condition instanceof WhileHeld held ? held.and() : condition;
        this.deadline = deadline;
    }

    Entry write(byte[] value) throws InterruptedException {
        Optional<Stat> written = quick(value);
        while (written.isEmpty()) {
            Optional<Wire.Node> node = read("write");
            check("write", node);
            written = node.isPresent() ? set("write", value, node.get().stat()) : create(value);
        }
        return new Entry(key, value, written.get().getMzxid());
    }

    boolean delete() throws InterruptedException {
        Optional<Stat> asked = atRevision();
        if (asked.isPresent()) {
            if (set("delete", null, asked.get()).isPresent()) {
                return true;
            }
            throw conflict("delete", "it has changed since");
        }
        while (true) {
            Optional<Wire.Node> node = read("delete");
            check("delete", node);
            if (node.isEmpty() || node.get().data() == null) {
                return false;
            }
            if (set("delete", null, node.get().stat()).isPresent()) {
                return true;
            }
        }
    }

    /** Writes without a reading before it; empty if that did not do. */
    private Optional<Stat> quick(byte[] value) throws InterruptedException {
        if (condition instanceof WriteCondition.Absent) {
            return create(value);
        }
        if (condition instanceof WriteCondition.Always) {
            Optional<Stat> written = set("write", value, ANY_VERSION);
            return written.isPresent() ? written : create(value);
        }
        Optional<Stat> asked = atRevision();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        Optional<Stat> written = set("write", value, asked.get());
        if (written.isEmpty()) {
            throw conflict("write", "it has changed since");
        }
        return written;
    }

    /** Returns the Stat that the node has at the revision of the condition, if that is known. */
    private Optional<Stat> atRevision() {
        return condition instanceof WriteCondition.AtRevision at
                ? known.find(path).filter(stat -> stat.getMzxid() == at.revision())
                : Optional.empty();
    }

    private void check(String verb, Optional<Wire.Node> node) {
        Optional<Entry> entry = node.flatMap(found -> ZooKeeperEntries.entry(key, found));
        boolean holds = condition instanceof WriteCondition.Always
                || (condition instanceof WriteCondition.Absent && entry.isEmpty())
                || (condition instanceof WriteCondition.AtRevision at
                        && entry.filter(found -> found.revision() == at.revision())
                                .isPresent());
        if (!holds) {
            throw conflict(
                    verb, entry.map(one -> "it has revision " + one.revision()).orElse("it has no value"));
        }
    }

    private Conflict conflict(String verb, String found) {
        return new Conflict(verb + " '" + key + "' " + condition + ": " + found + "; not applied");
    }

    private SessionExpired unguarded(String verb, WhileHeld held) {
        return new SessionExpired(verb + " '" + key + "' while " + held.entry()
                + " is there: it is not, so the right is over; not applied");
    }

    /** Reads the node, and in the same flight whether the guard is there. */
    private Optional<Wire.Node> read(String verb) throws InterruptedException {
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

    /** Returns empty if the node is not there or has another version than at this Stat. */
    private Optional<Stat> set(String verb, byte @Nullable [] value, Stat at) throws InterruptedException {
        boolean isConditional = !(condition instanceof WriteCondition.Always);
        Optional<Stat> written = set(verb, value, isConditional ? at.getVersion() : ANY_VERSION);
        if (isConditional && written.isPresent() && written.get().getCzxid() != at.getCzxid()) {
            throw new Indeterminate(
                    verb + " '" + key + "' " + condition + ": applied, but its node had been removed and"
                            + " made again by somebody else since that revision");
        }
        return written;
    }

    /** Returns empty if the node is not there or has another version. */
    private Optional<Stat> set(String verb, byte @Nullable [] value, int version) throws InterruptedException {
        Call call = new Call(verb + " '" + key + "'", Effect.WRITE, deadline);
        Wire wire = connection.current().await(call).wire();
        try {
            return Optional.of(written(call.answer(
                    guard == null
                            ? wire.set(path, value, version)
                            : guarded(verb, guard, wire, List.of(Op.setData(path, value, version))))));
        } catch (KeeperException e) {
            if (e.code() == Code.NONODE || e.code() == Code.BADVERSION) {
                return Optional.empty();
            }
            throw call.failed(e);
        }
    }

    /** Returns empty if the node is there already, or somebody removes what is above it. */
    private Optional<Stat> create(byte[] value) throws InterruptedException {
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
        return guard == null
                ? wire.create(path, value, CreateMode.PERSISTENT).thenApply(Wire.Created::stat)
                : guarded(
                        "write",
                        guard,
                        wire,
                        List.of(
                                Op.create(path, value, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                                Op.setData(path, value, ANY_VERSION)));
    }

    private Stat written(Stat stat) {
        known.put(path, stat);
        return stat;
    }

    private CompletableFuture<Stat> guarded(String verb, WhileHeld held, Wire wire, List<Op> changes) {
        return wire.guarded(held.entry(), changes).thenApply(stat -> stat.orElseThrow(() -> unguarded(verb, held)));
    }

    private CompletableFuture<Boolean> parents(Wire wire) {
        return Parents.of(path).stream()
                .findFirst()
                .map(parent -> Parents.make(wire, parent))
                .orElseGet(() -> CompletableFuture.completedFuture(true));
    }
}
