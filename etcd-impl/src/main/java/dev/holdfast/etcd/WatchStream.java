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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One stream to one member, and the watches on it. Used on the event loop alone. */
final class WatchStream {

    /**
     * {@code fragment} of a create request, which the client's copy of the protocol does not name. Of entries of queues no
     * value is told, so that nothing is large, and what happened at one revision comes together.
     */
    private static final UnknownFieldSet FRAGMENT = UnknownFieldSet.newBuilder()
            .addField(8, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    private final Member member;
    private final ClientCall<WatchRequest, WatchResponse> call;
    private final StreamObserver<WatchRequest> requests;
    private final Map<Long, Subscription> created = new HashMap<>();
    private final Deque<Subscription> asked = new ArrayDeque<>();

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

    /** Asks for a watch; the member answers such requests in their order. */
    void create(Subscription subscription) {
        asked.addLast(subscription);
        WatchCreateRequest.Builder request = subscription
                .watched()
                .watch()
                .setStartRevision(subscription.cursor().next());
        if (request.getFiltersCount() == 0) {
            request.setUnknownFields(FRAGMENT);
        }
        requests.onNext(WatchRequest.newBuilder().setCreateRequest(request).build());
    }

    /** Notes the answer to the oldest request for a watch, and returns whose it was. */
    Subscription created(WatchResponse response) {
        Subscription subscription = asked.removeFirst();
        if (!response.getCanceled()) {
            created.put(response.getWatchId(), subscription);
            subscription.attach(response.getWatchId());
        }
        return subscription;
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
