package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The keys of a fake etcd and their history: as much as this backend asks for. Guarded by its server's lock. */
final class FakeStore {

    private static final Comparator<ByteString> ORDER = ByteString.unsignedLexicographicalComparator();

    private final TreeMap<ByteString, KeyValue> keys = new TreeMap<>(ORDER);
    private final List<Event> history = new ArrayList<>();
    private long revision = 1;
    private long cluster = 7;
    private long compacted;

    long revision() {
        return revision;
    }

    long compacted() {
        return compacted;
    }

    ResponseHeader header() {
        return ResponseHeader.newBuilder()
                .setClusterId(cluster)
                .setRevision(revision)
                .build();
    }

    List<Event> history() {
        return history;
    }

    /** Forgets the history up to now. */
    void compact() {
        compacted = revision;
        history.clear();
    }

    /** Goes back to a store with these values and no history, as a restore from a backup does. */
    void restore(long clusterId, long atRevision) {
        cluster = clusterId;
        revision = atRevision;
        keys.clear();
        history.clear();
    }

    private boolean isIn(ByteString key, ByteString from, ByteString end) {
        return end.isEmpty() ? key.equals(from) : ORDER.compare(key, from) >= 0 && ORDER.compare(key, end) < 0;
    }

    boolean isWatched(Event event, ByteString from, ByteString end) {
        return isIn(event.getKv().getKey(), from, end);
    }

    RangeResponse range(RangeRequest request) {
        Stream<KeyValue> found = keys.values().stream()
                .filter(kv -> isIn(kv.getKey(), request.getKey(), request.getRangeEnd()))
                .filter(kv -> request.getMaxCreateRevision() == 0
                        || kv.getCreateRevision() <= request.getMaxCreateRevision());
        if (request.getSortTarget() == RangeRequest.SortTarget.CREATE) {
            Comparator<KeyValue> rising = Comparator.comparingLong(KeyValue::getCreateRevision);
            found = found.sorted(request.getSortOrder() == RangeRequest.SortOrder.DESCEND ? rising.reversed() : rising);
        }
        List<KeyValue> all = found.toList();
        List<KeyValue> told = request.getLimit() == 0 || all.size() <= request.getLimit()
                ? all
                : all.subList(0, (int) request.getLimit());
        return RangeResponse.newBuilder()
                .setHeader(header())
                .addAllKvs(told)
                .setMore(told.size() < all.size())
                .setCount(all.size())
                .build();
    }

    TxnResponse txn(TxnRequest request) {
        boolean holds = request.getCompareList().stream().allMatch(this::holds);
        List<RequestOp> ops = holds ? request.getSuccessList() : request.getFailureList();
        boolean writes = ops.stream()
                .anyMatch(op -> op.hasRequestPut()
                        || (op.hasRequestDeleteRange()
                                && !matched(op.getRequestDeleteRange()).isEmpty()));
        if (writes) {
            revision++;
        }
        TxnResponse.Builder response = TxnResponse.newBuilder().setSucceeded(holds);
        ops.forEach(op -> response.addResponses(apply(op)));
        return response.setHeader(header()).build();
    }

    private boolean holds(Compare compare) {
        KeyValue kv = keys.getOrDefault(compare.getKey(), KeyValue.getDefaultInstance());
        return compare.getTarget() == Compare.CompareTarget.CREATE
                ? kv.getCreateRevision() == compare.getCreateRevision()
                : kv.getModRevision() == compare.getModRevision();
    }

    private ResponseOp apply(RequestOp op) {
        if (op.hasRequestRange()) {
            return ResponseOp.newBuilder()
                    .setResponseRange(range(op.getRequestRange()))
                    .build();
        }
        if (op.hasRequestPut()) {
            putNow(op.getRequestPut());
            return ResponseOp.newBuilder()
                    .setResponsePut(PutResponse.getDefaultInstance())
                    .build();
        }
        List<KeyValue> removed = matched(op.getRequestDeleteRange());
        removed.forEach(this::removeNow);
        return ResponseOp.newBuilder()
                .setResponseDeleteRange(DeleteRangeResponse.newBuilder().setDeleted(removed.size()))
                .build();
    }

    private List<KeyValue> matched(DeleteRangeRequest request) {
        return keys.values().stream()
                .filter(kv -> isIn(kv.getKey(), request.getKey(), request.getRangeEnd()))
                .toList();
    }

    private void putNow(PutRequest put) {
        KeyValue before = keys.get(put.getKey());
        KeyValue kv = KeyValue.newBuilder()
                .setKey(put.getKey())
                .setValue(put.getValue())
                .setLease(put.getLease())
                .setCreateRevision(before == null ? revision : before.getCreateRevision())
                .setModRevision(revision)
                .build();
        keys.put(put.getKey(), kv);
        history.add(Event.newBuilder().setType(Event.EventType.PUT).setKv(kv).build());
    }

    private void removeNow(KeyValue kv) {
        keys.remove(kv.getKey());
        history.add(Event.newBuilder()
                .setType(Event.EventType.DELETE)
                .setKv(KeyValue.newBuilder().setKey(kv.getKey()).setModRevision(revision))
                .build());
    }

    void put(String key, String value) {
        revision++;
        putNow(PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(ByteString.copyFromUtf8(value))
                .build());
    }

    /** Removes some keys at one revision. */
    void delete(String... names) {
        revision++;
        for (String name : names) {
            KeyValue kv = keys.get(ByteString.copyFromUtf8(name));
            if (kv != null) {
                removeNow(kv);
            }
        }
    }

    /** Removes what is bound to a lease, at one revision. */
    void revoke(long lease) {
        List<KeyValue> bound =
                keys.values().stream().filter(kv -> kv.getLease() == lease).toList();
        if (!bound.isEmpty()) {
            revision++;
            bound.forEach(this::removeNow);
        }
    }
}
