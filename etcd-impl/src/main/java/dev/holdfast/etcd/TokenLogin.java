package dev.holdfast.etcd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Security.Login;
import dev.holdfast.spi.Ticker;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every call of a connection the token of one login, which is made when it is first needed and made again when a
 * member has refused its token. Safe for many threads.
 *
 * <p>A token ends by itself, also under a stream that stays open: the stream goes on, but takes no new watch. Source:
 * {@code etcdserver/api/v3rpc/watch.go}, {@code isWatchPermitted}; https://github.com/etcd-io/etcd/issues/17623
 */
final class TokenLogin implements ClientInterceptor, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TokenLogin.class);
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    private static final String NOT_ENABLED = "etcdserver: authentication is not enabled";
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** How long a refused password is not tried again: each try costs a member a tenth of a second of work. */
    private static final Duration REFUSED = Duration.ofSeconds(1);

    private final Login.User user;
    private final Ticker ticker;
    private final ThreadPoolExecutor thread;
    private final AtomicBoolean warned = new AtomicBoolean();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable Attempt attempt;

    TokenLogin(Login.User user, String namespace, Ticker ticker) {
        QuietFrames.install();
        this.user = user;
        this.ticker = ticker;
        this.thread = new ThreadPoolExecutor(
                1, 1, ANSWER.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread made = new Thread(task, "etcd-login-" + namespace);
                    made.setDaemon(true);
                    return made;
                });
        this.thread.allowCoreThreadTimeOut(true);
    }

    /** One login. */
    private static final class Attempt {

        /** Completes with the token, or with nothing to send if the store asks for none. */
        private final CompletableFuture<Metadata> token = new CompletableFuture<>();

        private final Deadline untilRefused;

        Attempt(Deadline untilRefused) {
            this.untilRefused = untilRefused;
        }

        boolean isOver() {
            return token.isCompletedExceptionally() && untilRefused.hasPassed();
        }
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        Ticket ticket = new Ticket(next);
        return new SimpleForwardingClientCall<>(next.newCall(method, options.withCallCredentials(ticket))) {
            @Override
            public void start(Listener<R> listener, Metadata headers) {
                super.start(
                        new SimpleForwardingClientCallListener<>(listener) {
                            @Override
                            public void onClose(Status status, Metadata trailers) {
                                if (Verdict.of(status) == Verdict.TOKEN_REFUSED) {
                                    ticket.refused();
                                }
                                super.onClose(status, trailers);
                            }
                        },
                        headers);
            }
        };
    }

    /** Has the next call log in again. */
    void forget() {
        synchronized (lock) {
            if (attempt != null && attempt.token.isDone()) {
                attempt = null;
            }
        }
    }

    private void forget(Attempt refused) {
        synchronized (lock) {
            if (attempt == refused && refused.token.isDone()) {
                attempt = null;
            }
        }
    }

    private Attempt attempt(Channel member) {
        Attempt made;
        synchronized (lock) {
            if (attempt != null && !attempt.isOver()) {
                return attempt;
            }
            made = new Attempt(Deadline.after(ticker, REFUSED));
            attempt = made;
        }
        try {
            thread.execute(() -> logIn(made, member));
        } catch (RejectedExecutionException closed) {
            made.token.completeExceptionally(Status.CANCELLED.asException());
        }
        return made;
    }

    private void logIn(Attempt made, Channel member) {
        AuthenticateRequest request;
        try {
            request = request(user.password().reveal());
        } catch (RuntimeException e) {
            // of a source that is not ours nothing is repeated
            fail(
                    made,
                    Status.UNAUTHENTICATED.withDescription("the password of user '" + user.name()
                            + "' could not be had: " + e.getClass().getSimpleName()));
            return;
        }
        try {
            AuthenticateResponse answer = ClientCalls.blockingUnaryCall(
                    member,
                    AuthGrpc.getAuthenticateMethod(),
                    CallOptions.DEFAULT.withDeadlineAfter(ANSWER.toMillis(), TimeUnit.MILLISECONDS),
                    request);
            Metadata token = new Metadata();
            token.put(TOKEN, answer.getToken());
            made.token.complete(token);
            warned.set(false);
            log.debug("logged in user={}", user.name());
        } catch (RuntimeException e) {
            fail(made, Status.fromThrowable(e));
        }
    }

    private AuthenticateRequest request(char[] password) {
        ByteString bytes = ByteString.copyFrom(StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)));
        return AuthenticateRequest.newBuilder()
                .setName(user.name())
                .setPasswordBytes(bytes)
                .build();
    }

    private void fail(Attempt made, Status status) {
        if (NOT_ENABLED.equals(status.getDescription())) {
            log.warn("the store asks nobody for a login user={}; its authentication is not enabled", user.name());
            made.token.complete(new Metadata());
            return;
        }
        if (warned.compareAndSet(false, true)) {
            log.warn("not logged in user={} {}", user.name(), status);
        }
        if (Verdict.of(status) == Verdict.REFUSED) {
            // gRPC takes only some codes for what goes wrong before a call is sent
            made.token.completeExceptionally(Status.UNAUTHENTICATED
                    .withDescription(status.getDescription())
                    .asException());
        } else {
            made.token.completeExceptionally(status.asException());
            forget(made);
        }
    }

    /** Tries no more. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    @Override
    public String toString() {
        return "user '" + user.name() + "'";
    }

    /** The token of one call, as it was when the call began. */
    private final class Ticket extends CallCredentials {

        private final Channel member;
        private volatile @Nullable Attempt used;

        Ticket(Channel member) {
            this.member = member;
        }

        @Override
        public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
            Attempt now = attempt(member);
            used = now;
            CompletionStage<Metadata> told = now.token;
            told.whenComplete((token, failure) -> {
                if (failure == null) {
                    applier.apply(token);
                } else {
                    applier.fail(Status.fromThrowable(failure));
                }
            });
        }

        void refused() {
            Attempt last = used;
            if (last != null) {
                forget(last);
            }
        }
    }
}
