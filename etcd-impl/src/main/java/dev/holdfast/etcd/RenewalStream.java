package dev.holdfast.etcd;

import dev.holdfast.etcd.Members.Member;
import io.etcd.jetcd.api.LeaseGrpc;
import io.etcd.jetcd.api.LeaseKeepAliveRequest;
import io.etcd.jetcd.api.LeaseKeepAliveResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Renewals of one lease over one stream to one member, which answers them in the order of their sending. */
final class RenewalStream implements AutoCloseable {

    private final Member member;
    private final long lease;
    private final ClientCall<LeaseKeepAliveRequest, LeaseKeepAliveResponse> call;
    private final StreamObserver<LeaseKeepAliveRequest> requests;
    private final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    private final Deque<Long> sentNanos = new ArrayDeque<>();

    RenewalStream(Member member, long lease) {
        this.member = member;
        this.lease = lease;
        this.call = member.channel().newCall(LeaseGrpc.getLeaseKeepAliveMethod(), CallOptions.DEFAULT);
        this.requests = ClientCalls.asyncBidiStreamingCall(call, new Intake());
    }

    /** What the stream has to say. */
    sealed interface News {
        /** The oldest unanswered renewal was answered; 0 means that the lease is not there. */
        record Renewed(long ttlSeconds, long revision) implements News {}

        /** The stream is of no use any more. */
        record Broken(Status status) implements News {}

        /** Somebody else has learnt that the lease is gone. */
        record Woken() implements News {}
    }

    Member member() {
        return member;
    }

    void send(long nowNanos) {
        sentNanos.addLast(nowNanos);
        requests.onNext(LeaseKeepAliveRequest.newBuilder().setID(lease).build());
    }

    /** Returns the send time of the oldest renewal that was not answered yet; null if there is none. */
    @Nullable
    Long oldestUnanswered() {
        return sentNanos.peekFirst();
    }

    /** Takes the oldest unanswered renewal away and returns its send time. */
    long answered() {
        return sentNanos.removeFirst();
    }

    /** Returns what happened next; null if nothing did in that time. */
    @Nullable
    News await(long nanos) throws InterruptedException {
        return news.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    }

    void wake() {
        news.add(new News.Woken());
    }

    @Override
    public void close() {
        call.cancel("renewal stream is given up", null);
    }

    private final class Intake implements StreamObserver<LeaseKeepAliveResponse> {
        @Override
        public void onNext(LeaseKeepAliveResponse response) {
            news.add(new News.Renewed(response.getTTL(), response.getHeader().getRevision()));
        }

        @Override
        public void onError(Throwable error) {
            news.add(new News.Broken(Status.fromThrowable(error)));
        }

        @Override
        public void onCompleted() {
            news.add(new News.Broken(Status.UNAVAILABLE.withDescription("ended by the member")));
        }
    }
}
