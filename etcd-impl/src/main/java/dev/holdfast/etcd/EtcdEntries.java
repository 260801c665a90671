package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import dev.holdfast.etcd.Calls.Repeat;
import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.Ticker;
import dev.holdfast.spi.WriteCondition;
import dev.holdfast.spi.WriteCondition.Absent;
import dev.holdfast.spi.WriteCondition.Always;
import dev.holdfast.spi.WriteCondition.AtRevision;
import dev.holdfast.spi.WriteCondition.WhileHeld;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.Optional;

/** Values with their mod revisions. */
final class EtcdEntries implements Entries {

    private final Calls calls;
    private final EventLoop loop;
    private final WatchHub hub;
    private final Keys keys;
    private final Ticker ticker;

    EtcdEntries(Calls calls, EventLoop loop, WatchHub hub, Keys keys, Ticker ticker) {
        this.calls = calls;
        this.loop = loop;
        this.hub = hub;
        this.keys = keys;
        this.ticker = ticker;
    }

    @Override
    public Optional<Entry> read(String key, Deadline deadline) throws InterruptedException {
        RangeRequest request = RangeRequest.newBuilder().setKey(keys.entry(key)).build();
        return calls
                .ask(KVGrpc.getRangeMethod(), request, Repeat.READ, deadline, () -> "read '" + key + "' on etcd")
                .value()
                .getKvsList()
                .stream()
                .findFirst()
                .map(kv -> new Entry(key, kv.getValue().toByteArray(), kv.getModRevision()));
    }

    @Override
    public Entry write(String key, byte[] value, WriteCondition condition, Deadline deadline)
            throws InterruptedException {
        RequestOp put = RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder().setKey(keys.entry(key)).setValue(ByteString.copyFrom(value)))
                .build();
        TxnResponse response = apply("write", key, put, condition, deadline);
        return new Entry(key, value, response.getHeader().getRevision());
    }

    @Override
    public boolean delete(String key, WriteCondition condition, Deadline deadline) throws InterruptedException {
        RequestOp delete = RequestOp.newBuilder()
                .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(keys.entry(key)))
                .build();
        TxnResponse response = apply("delete", key, delete, condition, deadline);
        return response.getResponses(0).getResponseDeleteRange().getDeleted() > 0;
    }

    private TxnResponse apply(String verb, String key, RequestOp write, WriteCondition condition, Deadline deadline)
            throws InterruptedException {
        TxnRequest.Builder request = TxnRequest.newBuilder().addSuccess(write);
        WriteCondition own = condition;
        if (condition instanceof WhileHeld held) {
            request.addCompare(isHeld(held));
            request.addFailure(RequestOp.newBuilder().setRequestRange(place(held)));
            own = held.and();
        }
        if (!(own instanceof Always)) {
            request.addCompare(isAt(keys.entry(key), revision(own)));
        }
        TxnResponse response = calls.ask(
                        KVGrpc.getTxnMethod(),
                        request.build(),
                        Repeat.NEVER,
                        deadline,
                        () -> verb + " '" + key + "' on etcd (" + condition + ")")
                .value();
        if (!response.getSucceeded()) {
            throw refusal(verb, key, condition, response);
        }
        return response;
    }

    /** Without its place in the queue a write is refused for that, whatever else did not hold. */
    private static CoordinationException refusal(
            String verb, String key, WriteCondition condition, TxnResponse response) {
        String what = verb + " '" + key + "' on etcd at revision "
                + response.getHeader().getRevision() + ": ";
        boolean held = !(condition instanceof WhileHeld guard)
                || response.getResponses(0).getResponseRange().getKvsList().stream()
                        .anyMatch(kv -> kv.getCreateRevision() == guard.token());
        return held
                ? new Conflict(what + "the condition " + condition + " did not hold; nothing was changed")
                : new SessionExpired(what + "the right that was to guard it is no longer there (" + condition
                        + "); nothing was changed");
    }

    /** The key of a place, made by nobody else and never made again, is there as long as its lease. */
    private static Compare isHeld(WhileHeld held) {
        return Compare.newBuilder()
                .setKey(ByteString.copyFromUtf8(held.entry()))
                .setTarget(Compare.CompareTarget.CREATE)
                .setResult(Compare.CompareResult.EQUAL)
                .setCreateRevision(held.token())
                .build();
    }

    private static RangeRequest.Builder place(WhileHeld held) {
        return RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(held.entry()))
                .setKeysOnly(true);
    }

    private static Compare isAt(ByteString key, long revision) {
        return Compare.newBuilder()
                .setKey(key)
                .setTarget(Compare.CompareTarget.MOD)
                .setResult(Compare.CompareResult.EQUAL)
                .setModRevision(revision)
                .build();
    }

    /** Returns the mod revision that a condition asks for; that of a key which has no value is 0. */
    private static long revision(WriteCondition condition) {
        if (condition instanceof Absent) {
            return 0;
        }
        if (condition instanceof AtRevision at) {
            return at.revision();
        }
        throw new IllegalStateException("unknown " + condition);
    }

    @Override
    public Observation watch(String key, EntryListener listener) {
        Gate gate = new Gate(ticker);
        return Observing.start(hub, loop, new EntryWatch(key, keys.entry(key), gate, listener), gate);
    }
}
