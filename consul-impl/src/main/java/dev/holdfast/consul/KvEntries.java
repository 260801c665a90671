package dev.holdfast.consul;

import dev.holdfast.consul.Calls.Repeat;
import dev.holdfast.consul.Calls.Unanswered;
import dev.holdfast.consul.PollLoop.Timing;
import dev.holdfast.model.Conflict;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.WriteCondition;
import dev.holdfast.spi.WriteCondition.Absent;
import dev.holdfast.spi.WriteCondition.AtRevision;
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
    private final ConsulThreads threads;

    KvEntries(ConnectSpec spec, Calls calls, ConsulThreads threads) {
        this.spec = spec;
        this.calls = calls;
        this.threads = threads;
    }

    @Override
    public Optional<Entry> read(String key, Deadline deadline) throws InterruptedException {
        Answer<List<Value>> answer = calls.read("read '" + key + "' on Consul", path(key), false, deadline);
        return WatchedKey.valueOf(answer).map(value -> WatchedKey.entry(key, value));
    }

    @Override
    public Entry write(String key, byte[] value, WriteCondition condition, Deadline deadline)
            throws InterruptedException {
        TxnOp op = condition instanceof AtRevision at
                ? TxnOp.setIf(path(key), value, positive(at))
                : condition instanceof Absent ? TxnOp.setIf(path(key), value, 0) : TxnOp.set(path(key), value);
        try {
            return calls
                    .write("write '" + key + "' (" + condition + ") on Consul", List.of(op), Repeat.NEVER, deadline)
                    .values()
                    .stream()
                    .findFirst()
                    .map(written -> new Entry(key, value, written.getModifyIndex()))
                    .orElseThrow(
                            () -> new IllegalStateException("a transaction that wrote '" + key + "' returned nothing"));
        } catch (Unanswered e) {
            throw e.known();
        }
    }

    @Override
    public boolean delete(String key, WriteCondition condition, Deadline deadline) throws InterruptedException {
        String what = "delete '" + key + "' (" + condition + ") on Consul";
        if (condition instanceof Absent) {
            if (read(key, deadline).isPresent()) {
                throw new Conflict(what + ": it has a value; not removed");
            }
            return false;
        }
        // the first step rolls the transaction back if there is nothing to delete
        TxnOp first =
                condition instanceof AtRevision at ? TxnOp.checkIndex(path(key), positive(at)) : TxnOp.get(path(key));
        try {
            calls.write(what, List.of(first, TxnOp.delete(path(key))), Repeat.NEVER, deadline);
            return true;
        } catch (Unanswered e) {
            if (e.known() instanceof Conflict && condition instanceof WriteCondition.Always) {
                return false;
            }
            throw e.known();
        }
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
        WatchedKey watched = new WatchedKey(key, listener);
        Timing timing = Timing.confirming(spec.session());
        return new PollLoop(calls, threads, spec.ticker(), timing, path(key), false, watched).start();
    }

    private String path(String key) {
        return spec.namespace() + '/' + key;
    }
}
