package dev.holdfast.chaos.wire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.holdfast.chaos.wire.Request.Role;
import dev.holdfast.chaos.wire.Tap.Passage;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.MethodDescriptor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The messages of one call of etcd, and which of them answers which. */
final class EtcdConversation {

    private static final String CREATE = "Watch.create";
    private static final String CANCEL = "Watch.cancel";
    private static final String PROGRESS = "Watch.progress";
    private static final String RENEWAL = "LeaseKeepAlive";

    private final String method;
    private final Tap tap;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, Deque<Passage>> unanswered = new HashMap<>();

    EtcdConversation(MethodDescriptor<?, ?> method, Tap tap) {
        this.method = String.valueOf(method.getBareMethodName());
        this.tap = tap;
    }

    /** Returns whether the call has several messages in each direction. */
    boolean isStream() {
        return method.equals("Watch") || method.equals(RENEWAL);
    }

    Passage request(byte[] message) {
        try {
            Passage passage = take(message);
            synchronized (lock) {
                unanswered
                        .computeIfAbsent(isStream() ? passage.kind() : method, key -> new ArrayDeque<>())
                        .addLast(passage);
            }
            return passage;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a request of " + method + " that is none", e);
        }
    }

    private Passage take(byte[] message) throws InvalidProtocolBufferException {
        if (method.equals("Txn")) {
            TxnRequest txn = TxnRequest.parseFrom(message);
            String otherwise = txn.getFailureCount() == 0 ? "" : "|" + kinds(txn.getFailureList());
            return tap.request(
                    "Txn(" + kinds(txn.getSuccessList()) + otherwise + ')',
                    isAudit(txn) ? Role.BACKGROUND : Role.FOREGROUND);
        }
        if (method.equals("Watch")) {
            return switch (WatchRequest.parseFrom(message).getRequestUnionCase()) {
                case CREATE_REQUEST -> tap.request(CREATE, Role.FOREGROUND);
                case CANCEL_REQUEST -> tap.request(CANCEL, Role.FOREGROUND);
                default -> tap.request(PROGRESS, Role.BACKGROUND);
            };
        }
        return tap.request(method, method.equals(RENEWAL) ? Role.BACKGROUND : Role.FOREGROUND);
    }

    /** Single keys and whole ranges, as they are: what is watched is read again by the clock. */
    private static boolean isAudit(TxnRequest txn) {
        return txn.getCompareCount() == 0
                && txn.getSuccessList().stream()
                        .allMatch(operation -> operation.hasRequestRange()
                                && operation.getRequestRange().getLimit() == 0);
    }

    private static String kinds(List<RequestOp> operations) {
        return operations.stream()
                .map(operation -> operation.getRequestCase().name())
                .map(name -> name.replace("REQUEST_", "").replace("_", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }

    Passage reply(byte[] message) {
        if (!method.equals("Watch")) {
            return asked(method).orElseThrow(() -> new IllegalStateException("a reply of " + method + " too many"));
        }
        try {
            WatchResponse response = WatchResponse.parseFrom(message);
            if (response.getCreated()) {
                return asked(CREATE).orElseGet(() -> tap.notice(CREATE));
            }
            if (response.getCanceled()) {
                return asked(CANCEL).orElseGet(() -> tap.notice(CANCEL));
            }
            return response.getEventsCount() > 0
                    ? tap.notice("Watch.event")
                    : asked(PROGRESS).orElseGet(() -> tap.notice(PROGRESS));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a reply of " + method + " that is none", e);
        }
    }

    /** Returns the request that an error of the call answers; empty if none was sent. */
    Optional<Passage> failed() {
        return asked(method);
    }

    private Optional<Passage> asked(String kind) {
        synchronized (lock) {
            return Optional.ofNullable(unanswered.get(kind)).map(Deque::pollFirst);
        }
    }
}
