package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of the store for one place in a queue, and how the answers are read. Pure.
 *
 * @param key the key of the place
 * @param prefixSize how many of its bytes the keys of all contenders of the queue begin with
 * @param seats how many at the front hold the right
 */
record QueueRequests(Keys keys, ByteString key, int prefixSize, long lease, int seats) {

    /** The own entry, its predecessor, and whoever is before that: enough to see whether the predecessor is the head. */
    private static final int CHAIN_READ = 3;

    /** @param seen a recent revision of the store */
    static QueueRequests of(Keys keys, String queue, long seen, long lease, long attempt, int seats) {
        return new QueueRequests(
                keys, keys.place(queue, seen, lease, attempt), keys.queue(queue).size(), lease, seats);
    }

    /** Returns what the keys of all contenders of the queue, and no others, begin with. */
    ByteString prefix() {
        return key.substring(0, prefixSize);
    }

    /** Returns the key which, once it exists, keeps the place from being entered by a request that arrives late. */
    ByteString withdrawn() {
        return keys.withdrawn(key.substring(prefixSize));
    }

    /** Returns whether nobody ever waits in this queue. */
    boolean isOpen() {
        return seats == Integer.MAX_VALUE;
    }

    boolean isExclusive() {
        return seats == 1;
    }

    /**
     * Enters: puts the key, unless it is there or was withdrawn, and tells the newest contenders, which are then the own
     * one and those directly before it. Being applied again changes nothing, and tells the whole queue.
     */
    TxnRequest enter(String label) {
        TxnRequest.Builder enter = TxnRequest.newBuilder()
                .addCompare(isAbsent(key))
                .addCompare(isAbsent(withdrawn()))
                .addSuccess(put(key, ByteString.copyFromUtf8(label)));
        if (isOpen()) {
            return enter.addFailure(RequestOp.newBuilder().setRequestRange(own()))
                    .build();
        }
        RangeRequest.Builder newest = newest(0).setLimit(isExclusive() ? CHAIN_READ : 0);
        return enter.addSuccess(RequestOp.newBuilder().setRequestRange(newest))
                .addFailure(RequestOp.newBuilder().setRequestRange(newest(0)))
                .build();
    }

    /** Returns the token in the answer to {@link #enter}; empty if the place was withdrawn before. */
    Optional<Long> token(TxnResponse entered) {
        if (entered.getSucceeded()) {
            return Optional.of(entered.getHeader().getRevision());
        }
        return entered.getResponses(0).getResponseRange().getKvsList().stream()
                .filter(kv -> kv.getKey().equals(key))
                .findFirst()
                .map(KeyValue::getCreateRevision);
    }

    /** Returns who stands before a place entered, nearest first, as far as was asked. */
    List<Contender> before(TxnResponse entered, long token) {
        return isOpen() ? List.of() : before(entered.getResponses(entered.getSucceeded() ? 1 : 0), token);
    }

    /** Reads whether the own key is there and who stands before it: one linearizable read. */
    TxnRequest look(long token) {
        return TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestRange(own()))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestRange(newest(token - 1).setLimit(isExclusive() ? CHAIN_READ - 1 : 0)))
                .build();
    }

    /** Reads the answer to {@link #look}: who stands before the place, nearest first; empty if its own key is gone. */
    Optional<List<Contender>> looked(TxnResponse answer, long token) {
        boolean there = answer.getResponses(0).getResponseRange().getKvsList().stream()
                .anyMatch(kv -> kv.getCreateRevision() == token);
        return there ? Optional.of(before(answer.getResponses(1), token)) : Optional.empty();
    }

    /** Removes the key; being applied again changes nothing. */
    TxnRequest leave() {
        return TxnRequest.newBuilder().addSuccess(removal()).build();
    }

    /** Removes the key, and keeps a request to enter that is still under way from being applied later. */
    TxnRequest withdraw() {
        return TxnRequest.newBuilder()
                .addSuccess(put(withdrawn(), ByteString.EMPTY))
                .addSuccess(removal())
                .build();
    }

    private RequestOp removal() {
        return RequestOp.newBuilder()
                .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key))
                .build();
    }

    private RequestOp put(ByteString at, ByteString value) {
        return RequestOp.newBuilder()
                .setRequestPut(
                        PutRequest.newBuilder().setKey(at).setValue(value).setLease(lease))
                .build();
    }

    private RangeRequest.Builder own() {
        return RangeRequest.newBuilder().setKey(key).setKeysOnly(true);
    }

    private RangeRequest.Builder newest(long createdAtMost) {
        ByteString prefix = prefix();
        return RangeRequest.newBuilder()
                .setKey(prefix)
                .setRangeEnd(Keys.endOf(prefix))
                .setMaxCreateRevision(createdAtMost)
                .setSortTarget(RangeRequest.SortTarget.CREATE)
                .setSortOrder(RangeRequest.SortOrder.DESCEND)
                .setKeysOnly(true);
    }

    private static List<Contender> before(ResponseOp answer, long token) {
        return answer.getResponseRange().getKvsList().stream()
                .filter(kv -> kv.getCreateRevision() < token)
                .map(Contender::of)
                .toList();
    }

    private static Compare isAbsent(ByteString key) {
        return Compare.newBuilder()
                .setKey(key)
                .setTarget(Compare.CompareTarget.CREATE)
                .setResult(Compare.CompareResult.EQUAL)
                .setCreateRevision(0)
                .build();
    }
}
