package dev.holdfast.consul;

import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The session in force, or the next one for those who wait for it. Set by the renewing thread, read by any. */
final class SessionInForce {

    private final ConnectSpec spec;
    private final Supplier<String> trouble;

    /** Completes when the next session is made; replaced when one is over, by the renewing thread alone. */
    private volatile CompletableFuture<ConsulSession> current = new CompletableFuture<>();

    private volatile boolean closed;

    /** @param trouble why no session could be made */
    SessionInForce(ConnectSpec spec, Supplier<String> trouble) {
        this.spec = spec;
        this.trouble = trouble;
    }

    /** Returns the session in force, or the next one as soon as it is made. */
    CompletableFuture<ConsulSession> next() {
        return closed ? CompletableFuture.failedFuture(closed()) : current;
    }

    /** Returns the session in force; null if there is none. */
    @Nullable
    ConsulSession alive() {
        ConsulSession made = made();
        return closed || made == null || made.isOver() ? null : made;
    }

    /** Returns the session that was made last, be it over or not; null if the next one is not made yet. */
    @Nullable
    ConsulSession made() {
        CompletableFuture<ConsulSession> last = current;
        return last.isDone() && !last.isCompletedExceptionally() ? last.join() : null;
    }

    /**
     * Waits for a session.
     *
     * @throws IllegalArgumentException if the server refuses such a session
     * @throws Unavailable if there is none by the deadline
     */
    void await(Deadline deadline) throws InterruptedException {
        try {
            current.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw none();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof IllegalArgumentException || cause instanceof Unavailable
                    ? (RuntimeException) cause
                    : new IllegalStateException("session on Consul", cause);
        }
    }

    /** Returns what is known when there was no session in time. */
    Unavailable none() {
        return new Unavailable("session on Consul " + spec.endpoints() + " for '" + spec.namespace()
                + "': none could be made in time (" + trouble.get() + ")");
    }

    void begins(ConsulSession session) {
        current.complete(session);
    }

    void isRefused(RuntimeException refusal) {
        current.completeExceptionally(refusal);
    }

    /** Has whoever asks from now on wait for the next one. */
    void ends() {
        current = new CompletableFuture<>();
    }

    /** Answers whoever asks from now on that the connection is closed. */
    void close() {
        closed = true;
    }

    /** Answers those too who wait already. */
    void failWaiters() {
        current.completeExceptionally(closed());
    }

    private IllegalStateException closed() {
        return new IllegalStateException("the connection to Consul for '" + spec.namespace() + "' is closed");
    }
}
