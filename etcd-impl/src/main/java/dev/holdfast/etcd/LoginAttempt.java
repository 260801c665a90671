package dev.holdfast.etcd;

import com.google.protobuf.ByteString;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Security.Login;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthenticateRequest;
import io.etcd.jetcd.api.AuthenticateResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One login: asks for the password, which may block, and the member for a token. */
final class LoginAttempt implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(LoginAttempt.class);
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    private static final String NOT_ENABLED = "etcdserver: authentication is not enabled";
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Login.User user;
    private final Channel member;
    private final Deadline untilRefused;
    private final TokenLogin login;
    private final CompletableFuture<Metadata> token = new CompletableFuture<>();

    /** @param untilRefused until when a failure stands, and is not tried again */
    LoginAttempt(Login.User user, Channel member, Deadline untilRefused, TokenLogin login) {
        this.user = user;
        this.member = member;
        this.untilRefused = untilRefused;
        this.login = login;
    }

    /** Completes with the token, or with nothing to send if the store asks for none. */
    CompletableFuture<Metadata> token() {
        return token;
    }

    boolean isDone() {
        return token.isDone();
    }

    boolean isOver() {
        return token.isCompletedExceptionally() && untilRefused.hasPassed();
    }

    void cancelled() {
        token.completeExceptionally(Status.CANCELLED.asException());
    }

    @Override
    public void run() {
        AuthenticateRequest request;
        try {
            request = request(user.password().reveal());
        } catch (RuntimeException e) {
            // of a source that is not ours nothing is repeated
            fail(Status.UNAUTHENTICATED.withDescription("the password of user '" + user.name() + "' could not be had: "
                    + e.getClass().getSimpleName()));
            return;
        }
        try {
            AuthenticateResponse answer = ClientCalls.blockingUnaryCall(
                    member,
                    AuthGrpc.getAuthenticateMethod(),
                    CallOptions.DEFAULT.withDeadlineAfter(ANSWER.toMillis(), TimeUnit.MILLISECONDS),
                    request);
            Metadata told = new Metadata();
            told.put(TOKEN, answer.getToken());
            token.complete(told);
            login.succeeded();
            log.debug("logged in user={}", user.name());
        } catch (RuntimeException e) {
            fail(Status.fromThrowable(e));
        }
    }

    private AuthenticateRequest request(char[] password) {
        ByteString bytes = ByteString.copyFrom(StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)));
        return AuthenticateRequest.newBuilder()
                .setName(user.name())
                .setPasswordBytes(bytes)
                .build();
    }

    private void fail(Status status) {
        if (NOT_ENABLED.equals(status.getDescription())) {
            log.warn("the store asks nobody for a login user={}; its authentication is not enabled", user.name());
            token.complete(new Metadata());
            return;
        }
        if (login.isFirstFailure()) {
            log.warn("not logged in user={} {}", user.name(), status);
        }
        if (Verdict.of(status) == Verdict.REFUSED) {
            // gRPC takes only some codes for what goes wrong before a call is sent
            token.completeExceptionally(Status.UNAUTHENTICATED
                    .withDescription(status.getDescription())
                    .asException());
        } else {
            token.completeExceptionally(status.asException());
            login.forget(this);
        }
    }
}
