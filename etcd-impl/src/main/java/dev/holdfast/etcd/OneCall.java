package dev.holdfast.etcd;

import dev.holdfast.etcd.Members.Member;
import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.etcd.Reply.Failed;
import dev.holdfast.spi.Deadline;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request to the member chosen at the moment; if that refused the token of the login, once more with a new one.
 * Completes on an I/O thread, never exceptionally; cancelling it withdraws the request.
 */
final class OneCall<Q, R> extends CompletableFuture<Reply<R>> {

    private final Members members;
    private final MethodDescriptor<Q, R> method;
    private final Q request;
    private final Deadline deadline;
    private volatile @Nullable ClientCall<Q, R> call;

    OneCall(Members members, MethodDescriptor<Q, R> method, Q request, Deadline deadline) {
        this.members = members;
        this.method = method;
        this.request = request;
        this.deadline = deadline;
    }

    void send() {
        send(members.canLogIn());
    }

    private void send(boolean canLogIn) {
        Member member = members.pick();
        Sending sending = new Sending();
        ClientCall<Q, R> next = member.channel()
                .newCall(
                        method,
                        CallOptions.DEFAULT
                                .withDeadlineAfter(deadline.remainingNanos(), TimeUnit.NANOSECONDS)
                                .withStreamTracerFactory(sending));
        call = next;
        ClientCalls.asyncUnaryCall(next, request, new StreamObserver<R>() {
            @Override
            public void onNext(R value) {
                complete(new Answered<>(value));
            }

            @Override
            public void onError(Throwable error) {
                failed(new Failed<>(member, Status.fromThrowable(error), sending.hasBegun()), canLogIn);
            }

            @Override
            public void onCompleted() {
                // the value has come before
            }
        });
        if (isCancelled()) {
            withdraw(next);
        }
    }

    private void failed(Failed<R> failed, boolean canLogIn) {
        Verdict verdict = failed.verdict();
        if (canLogIn && verdict == Verdict.TOKEN_REFUSED) {
            send(false);
            return;
        }
        if (verdict == Verdict.UNKNOWN || verdict == Verdict.NOT_APPLIED) {
            members.failed(failed.member());
        }
        complete(failed);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        ClientCall<Q, R> carrier = call;
        if (cancelled && carrier != null) {
            withdraw(carrier);
        }
        return cancelled;
    }

    private static void withdraw(ClientCall<?, ?> carrier) {
        carrier.cancel("withdrawn by the caller", null);
    }
}
