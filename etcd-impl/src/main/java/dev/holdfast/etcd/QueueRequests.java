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

/** What is asked of the store for one place in a queue, and how the answers are read. Pure. */
record QueueRequests(ByteString prefix, ByteString key, ByteString withdrawn, long lease) {

    /**
     * Enters: puts the key, unless it is there or was withdrawn, and tells the two newest contenders, which are then the
     * own one and its direct predecessor. Being applied again changes nothing.
     */
    TxnRequest enter(String label) {
        return TxnRequest.newBuilder()
                .addCompare(isAbsent(key))
                .addCompare(isAbsent(withdrawn))
                .addSuccess(put(key, ByteString.copyFromUtf8(label)))
                .addSuccess(RequestOp.newBuilder().setRequestRange(newest(0).setLimit(2)))
                .addFailure(RequestOp.newBuilder().setRequestRange(own()))
                .build();
    }

    /** Returns the token in the answer to {@link #enter}; empty if the place was withdrawn before. */
    Optional<Long> token(TxnResponse entered) {
        if (entered.getSucceeded()) {
            return Optional.of(entered.getHeader().getRevision());
        }
        return entered.getResponses(0).getResponseRange().getKvsList().stream()
                .findFirst()
                .map(KeyValue::getCreateRevision);
    }

    /** Returns who stands before a place just entered. */
    Optional<Contender> predecessor(TxnResponse entered) {
        return other(entered.getResponses(1));
    }

    /** Reads whether the own key is there and who stands before it: one linearizable read. */
    TxnRequest look(long token) {
        return TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestRange(own()))
                .addSuccess(RequestOp.newBuilder().setRequestRange(newest(token - 1)))
                .build();
    }

    /** Reads the answer to {@link #look}. */
    Outlook outlook(TxnResponse looked, long token) {
        boolean there = looked.getResponses(0).getResponseRange().getKvsList().stream()
                .anyMatch(kv -> kv.getCreateRevision() == token);
        if (!there) {
            return new Outlook.Removed();
        }
        return other(looked.getResponses(1)).<Outlook>map(Outlook.Behind::new).orElseGet(Outlook.AtHead::new);
    }

    /** Removes the key; being applied again changes nothing. */
    TxnRequest leave() {
        return TxnRequest.newBuilder().addSuccess(removal()).build();
    }

    /** Removes the key, and keeps a request to enter that is still under way from being applied later. */
    TxnRequest withdraw() {
        return TxnRequest.newBuilder()
                .addSuccess(put(withdrawn, ByteString.EMPTY))
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
        return RangeRequest.newBuilder()
                .setKey(prefix)
                .setRangeEnd(Keys.endOf(prefix))
                .setMaxCreateRevision(createdAtMost)
                .setSortTarget(RangeRequest.SortTarget.CREATE)
                .setSortOrder(RangeRequest.SortOrder.DESCEND)
                .setLimit(1)
                .setKeysOnly(true);
    }

    private Optional<Contender> other(ResponseOp answer) {
        List<KeyValue> newestFirst = answer.getResponseRange().getKvsList();
        return newestFirst.stream()
                .filter(kv -> !kv.getKey().equals(key))
                .findFirst()
                .map(Contender::of);
    }

    private static Compare isAbsent(ByteString key) {
        return Compare.newBuilder()
                .setKey(key)
                .setTarget(Compare.CompareTarget.CREATE)
                .setResult(Compare.CompareResult.EQUAL)
                .setCreateRevision(0)
                .build();
    }

    /** How a place stands. */
    sealed interface Outlook {
        /** Its key is not there any more. */
        record Removed() implements Outlook {}

        /** Nobody is before it. */
        record AtHead() implements Outlook {}

        /** Its direct predecessor. */
        record Behind(Contender predecessor) implements Outlook {}
    }
}
