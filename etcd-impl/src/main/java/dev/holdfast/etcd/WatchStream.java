package dev.holdfast.etcd;

import com.google.protobuf.UnknownFieldSet;
import dev.holdfast.etcd.Members.Member;
import io.etcd.jetcd.api.WatchCancelRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchGrpc;
import io.etcd.jetcd.api.WatchRequest;
import io.etcd.jetcd.api.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One stream to one member, and the watches on it. Used on the event loop alone. */
final class WatchStream {

    // fields of a create request which the client's copy of the protocol does not name

    private static final int WATCH_ID = 7;
    private static final int FRAGMENT = 8;

    private final Member member;
    private final ClientCall<WatchRequest, WatchResponse> call;
    private final StreamObserver<WatchRequest> requests;
    private final Map<Long, Subscription> created = new HashMap<>();

    /** By the number that is asked for, oldest first. */
    private final Map<Long, Asked> asked = new LinkedHashMap<>();

    private long lastId;

    WatchStream(Member member, EventLoop loop, Listener listener) {
        this.member = member;
        this.call = member.channel().newCall(WatchGrpc.getWatchMethod(), CallOptions.DEFAULT);
        this.requests = ClientCalls.asyncBidiStreamingCall(call, new StreamObserver<WatchResponse>() {
            @Override
            public void onNext(WatchResponse response) {
                loop.run(() -> listener.received(WatchStream.this, response));
            }

            @Override
            public void onError(Throwable error) {
                loop.execute(() -> listener.broken(WatchStream.this, Status.fromThrowable(error)));
            }

            @Override
            public void onCompleted() {
                onError(Status.UNAVAILABLE
                        .withDescription("ended by the member")
                        .asException());
            }
        });
    }

    /** Hears of the stream, on the event loop. */
    interface Listener {
        void received(WatchStream stream, WatchResponse response);

        void broken(WatchStream stream, Status status);
    }

    Member member() {
        return member;
    }

    /** A watch that was asked for. */
    private record Asked(Subscription subscription, long sentNanos) {}

    /**
     * Asks for a watch. Of entries of queues no value is told, so that nothing is large, and what happened at one revision
     * is to come together; anything else may come in fragments.
     */
    void create(Subscription subscription) {
        long id = ++lastId;
        asked.put(id, new Asked(subscription, subscription.hub().nanos()));
        WatchCreateRequest.Builder request = subscription
                .watched()
                .watch()
                .setStartRevision(subscription.cursor().next());
        UnknownFieldSet.Builder more = UnknownFieldSet.newBuilder().addField(WATCH_ID, number(id));
        if (request.getFiltersCount() == 0) {
            more.addField(FRAGMENT, number(1));
        }
        request.setUnknownFields(more.build());
        requests.onNext(WatchRequest.newBuilder().setCreateRequest(request).build());
    }

    private static UnknownFieldSet.Field number(long value) {
        return UnknownFieldSet.Field.newBuilder().addVarint(value).build();
    }

    /** Returns whether a watch that was asked for before a point in time has got no answer. */
    boolean isOverdue(long nanos) {
        return asked.values().stream()
                .findFirst()
                .filter(oldest -> oldest.sentNanos - nanos < 0)
                .isPresent();
    }

    /**
     * Notes the answer to a request for a watch, and returns whose it was; null if nobody asked. A refusal may not tell its
     * number: the member answers in the order of the requests.
     */
    @Nullable
    Subscription created(WatchResponse response) {
        boolean isNamed = asked.containsKey(response.getWatchId()) || asked.isEmpty();
        Asked answered = asked.remove(
                isNamed ? response.getWatchId() : asked.keySet().iterator().next());
        if (answered == null) {
            return null;
        }
        if (!response.getCanceled()) {
            created.put(response.getWatchId(), answered.subscription);
            answered.subscription.attach(response.getWatchId());
        }
        return answered.subscription;
    }

    /** Returns whose watch it is; null if it was given up. */
    @Nullable
    Subscription of(long watchId) {
        return created.get(watchId);
    }

    /** Notes that the member has ended a watch, and returns whose it was; null if it was given up. */
    @Nullable
    Subscription ended(long watchId) {
        return created.remove(watchId);
    }

    /** Gives up the watch of a subscription, if it has one here. */
    void cancel(Subscription subscription) {
        if (created.remove(subscription.watchId(), subscription)) {
            requests.onNext(WatchRequest.newBuilder()
                    .setCancelRequest(WatchCancelRequest.newBuilder().setWatchId(subscription.watchId()))
                    .build());
            subscription.detach();
        }
    }

    void close() {
        call.cancel("watch stream is given up", null);
    }
}
