package dev.holdfast.consul;

import dev.holdfast.consul.Calls.Repeat;
import dev.holdfast.consul.Calls.Unanswered;
import dev.holdfast.consul.Calls.Written;
import dev.holdfast.model.Conflict;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.WriteCondition;
import dev.holdfast.spi.WriteCondition.Absent;
import dev.holdfast.spi.WriteCondition.Always;
import dev.holdfast.spi.WriteCondition.AtRevision;
import dev.holdfast.spi.WriteCondition.WhileHeld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kiwiproject.consul.model.kv.Value;

/**
 * Values of the key-value store; a value's revision is its ModifyIndex. Writes are transactions, because only those
 * return the index that they wrote.
 */
final class KvEntries implements Entries {

    private final ConnectSpec spec;
    private final Calls calls;
    private final QueueContention contention;

    KvEntries(ConnectSpec spec, Calls calls, QueueContention contention) {
        this.spec = spec;
        this.calls = calls;
        this.contention = contention;
    }

    @Override
    public Optional<Entry> read(String key, Deadline deadline) throws InterruptedException {
        Answer<List<Value>> answer = calls.read("read '" + key + "' on Consul", path(key), false, deadline);
        return WatchedKey.valueOf(answer).map(value -> WatchedKey.entry(key, value));
    }

    @Override
    public Entry write(String key, byte[] value, WriteCondition condition, Deadline deadline)
            throws InterruptedException {
        String what = "write '" + key + "' (" + condition + ") on Consul";
        WriteCondition inner = innerOf(condition);
        TxnOp op = inner instanceof AtRevision at
                ? TxnOp.setIf(path(key), value, positive(at))
                : inner instanceof Absent ? TxnOp.setIf(path(key), value, 0) : TxnOp.set(path(key), value);
        try {
            return send(what, condition, List.of(op), deadline).values().stream()
                    .filter(written -> written.getKey().equals(path(key)))
                    .findFirst()
                    .map(written -> new Entry(key, value, written.getModifyIndex()))
                    .orElseThrow(() -> new IllegalStateException(what + ": the transaction returned nothing"));
        } catch (Unanswered e) {
            throw e.known();
        }
    }

    @Override
    public boolean delete(String key, WriteCondition condition, Deadline deadline) throws InterruptedException {
        String what = "delete '" + key + "' (" + condition + ") on Consul";
        WriteCondition inner = innerOf(condition);
        // the first step rolls the transaction back if there is nothing to delete, or something that must not be there
        List<TxnOp> ops = inner instanceof Absent
                ? List.of(TxnOp.checkNotExists(path(key)))
                : List.of(
                        inner instanceof AtRevision at
                                ? TxnOp.checkIndex(path(key), positive(at))
                                : TxnOp.get(path(key)),
                        TxnOp.delete(path(key)));
        try {
            send(what, condition, ops, deadline);
            return !(inner instanceof Absent);
        } catch (Unanswered e) {
            if (e.known() instanceof Conflict && inner instanceof Always) {
                return false;
            }
            throw e.known();
        }
    }

    /** Sends a write, with the steps before it that refuse it when the place that guards it is gone. */
    private Written send(String what, WriteCondition condition, List<TxnOp> ops, Deadline deadline)
            throws InterruptedException, Unanswered {
        if (!(condition instanceof WhileHeld held)) {
            return calls.write(what, ops, Repeat.NEVER, deadline).await();
        }
        // the index tells the entry from one that a late request made anew under the same name
        List<TxnOp> guarded = new ArrayList<>();
        guarded.add(TxnOp.checkSession(held.entry(), held.session()));
        guarded.add(TxnOp.checkIndex(held.entry(), held.token()));
        int guards = guarded.size();
        guarded.addAll(ops);
        try {
            return calls.write(what, guarded, Repeat.NEVER, deadline).await();
        } catch (Unanswered e) {
            if (e.refusal().concerns(step -> step >= 0 && step < guards)) {
                SessionExpired gone = new SessionExpired(
                        what + ": the place that guards it is no longer in its queue; not applied", e);
                throw new Unanswered(gone, false, "");
            }
            throw e;
        }
    }

    private static WriteCondition innerOf(WriteCondition condition) {
        return condition instanceof WhileHeld held ? held.and() : condition;
    }

    /** A revision below 1 is of no entry; Consul would read 0 as "must not exist". */
    private static long positive(AtRevision at) {
        if (at.revision() < 1) {
            throw new IllegalArgumentException("revision must be >= 1 on Consul, was " + at.revision());
        }
        return at.revision();
    }

    @Override
    public Observation watch(String key, EntryListener listener) {
        return contention.follow(key, path(key), false, new WatchedKey(key, listener));
    }

    private String path(String key) {
        return spec.namespace() + '/' + key;
    }
}
