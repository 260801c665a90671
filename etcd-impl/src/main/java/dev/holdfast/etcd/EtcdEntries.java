package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import dev.holdfast.etcd.Calls.Repeat;
import dev.holdfast.model.Conflict;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.Ticker;
import dev.holdfast.spi.WriteCondition;
import dev.holdfast.spi.WriteCondition.Absent;
import dev.holdfast.spi.WriteCondition.Always;
import dev.holdfast.spi.WriteCondition.AtRevision;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.List;
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
        TxnRequest request = TxnRequest.newBuilder()
                .addAllCompare(compares(keys.entry(key), condition))
                .addSuccess(write)
                .build();
        TxnResponse response = calls.ask(
                        KVGrpc.getTxnMethod(),
                        request,
                        Repeat.NEVER,
                        deadline,
                        () -> verb + " '" + key + "' on etcd (" + condition + ")")
                .value();
        if (!response.getSucceeded()) {
            throw new Conflict(verb + " '" + key + "' on etcd: the condition " + condition
                    + " did not hold at revision " + response.getHeader().getRevision() + "; nothing was changed");
        }
        return response;
    }

    private static List<Compare> compares(ByteString key, WriteCondition condition) {
        if (condition instanceof Always) {
            return List.of();
        }
        return List.of(Compare.newBuilder()
                .setKey(key)
                .setTarget(Compare.CompareTarget.MOD)
                .setResult(Compare.CompareResult.EQUAL)
                .setModRevision(revision(condition))
                .build());
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
