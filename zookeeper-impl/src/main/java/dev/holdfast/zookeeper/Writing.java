package dev.holdfast.zookeeper;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.WriteCondition;
import dev.holdfast.spi.WriteCondition.WhileHeld;
import java.util.Optional;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One conditional write of an entry: one request where the version of the node at the asked revision is known, a reading
 * before it otherwise. Only an answer that says "not applied, because the node is there, is not there, or has another
 * version" leads to another step; an answer that was lost never does.
 */
final class Writing {

    private final Recent<Stat> known;
    private final String key;
    private final String path;
    private final WriteCondition condition;
    private final WriteSteps steps;

    Writing(Connection connection, Recent<Stat> known, String key, WriteCondition condition, Deadline deadline) {
        this.known = known;
        this.key = key;
        this.path = connection.path(key);
        WhileHeld guard = condition instanceof WhileHeld held ? held : null;
        this.condition = condition instanceof WhileHeld held ? held.and() : condition;
        this.steps = new WriteSteps(connection, known, key, guard, deadline);
    }

    Entry write(byte[] value) throws InterruptedException {
        Optional<Stat> written = quick(value);
        while (written.isEmpty()) {
            Optional<Wire.Node> node = steps.read("write");
            check("write", node);
            written = node.isPresent() ? set("write", value, node.get().stat()) : steps.create(value);
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
            Optional<Wire.Node> node = steps.read("delete");
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
            return steps.create(value);
        }
        if (condition instanceof WriteCondition.Always) {
            Optional<Stat> written = steps.set("write", value, WriteSteps.ANY_VERSION);
            return written.isPresent() ? written : steps.create(value);
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

    /** Returns empty if the node is not there or has another version than at this Stat. */
    private Optional<Stat> set(String verb, byte @Nullable [] value, Stat at) throws InterruptedException {
        boolean isConditional = !(condition instanceof WriteCondition.Always);
        Optional<Stat> written = steps.set(verb, value, isConditional ? at.getVersion() : WriteSteps.ANY_VERSION);
        if (isConditional && written.isPresent() && written.get().getCzxid() != at.getCzxid()) {
            throw new Indeterminate(
                    verb + " '" + key + "' " + condition + ": applied, but its node had been removed and"
                            + " made again by somebody else since that revision");
        }
        return written;
    }
}
