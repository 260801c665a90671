package dev.holdfast.etcd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Security.Login;
import dev.holdfast.spi.Ticker;
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
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Gives every call of a connection the token of one login, which is made when it is first needed and made again when a
 * member has refused its token. Safe for many threads.
 *
 * <p>A token ends by itself, also under a stream that stays open: the stream goes on, but takes no new watch. Source:
 * {@code etcdserver/api/v3rpc/watch.go}, {@code isWatchPermitted}; https://github.com/etcd-io/etcd/issues/17623
 */
final class TokenLogin implements ClientInterceptor, AutoCloseable {

    private static final long THREAD_IDLE_MS = 5_000;

    /** How long a refused password is not tried again: each try costs a member a tenth of a second of work. */
    private static final Duration REFUSED = Duration.ofSeconds(1);

    private final Login.User user;
    private final Ticker ticker;
    private final ThreadPoolExecutor thread;
    private final AtomicBoolean hasFailed = new AtomicBoolean();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private @Nullable LoginAttempt attempt;

    TokenLogin(Login.User user, String namespace, Ticker ticker) {
        QuietFrames.install();
        this.user = user;
        this.ticker = ticker;
        this.thread = new ThreadPoolExecutor(
                1, 1, THREAD_IDLE_MS, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread made = new Thread(task, "etcd-login-" + namespace);
                    made.setDaemon(true);
                    return made;
                });
        this.thread.allowCoreThreadTimeOut(true);
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
            if (attempt != null && attempt.isDone()) {
                attempt = null;
            }
        }
    }

    void forget(LoginAttempt refused) {
        synchronized (lock) {
            if (attempt == refused && refused.isDone()) {
                attempt = null;
            }
        }
    }

    private LoginAttempt attempt(Channel member) {
        LoginAttempt made;
        synchronized (lock) {
            if (attempt != null && !attempt.isOver()) {
                return attempt;
            }
            made = new LoginAttempt(user, member, Deadline.after(ticker, REFUSED), this);
            attempt = made;
        }
        try {
            thread.execute(made);
        } catch (RejectedExecutionException closed) {
            made.cancelled();
        }
        return made;
    }

    /** Returns whether this failure is the first since a login went well: one to be told. */
    boolean isFirstFailure() {
        return hasFailed.compareAndSet(false, true);
    }

    void succeeded() {
        hasFailed.set(false);
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
        private volatile @Nullable LoginAttempt used;

        Ticket(Channel member) {
            this.member = member;
        }

        @Override
        public void applyRequestMetadata(RequestInfo request, Executor executor, MetadataApplier applier) {
            LoginAttempt now = attempt(member);
            used = now;
            var unused = now.token().whenComplete((token, failure) -> {
                if (failure == null) {
                    applier.apply(token);
                } else {
                    applier.fail(Status.fromThrowable(failure));
                }
            });
        }

        void refused() {
            LoginAttempt last = used;
            if (last != null) {
                forget(last);
            }
        }
    }
}
