package dev.holdfast;

import dev.holdfast.spi.Deadline;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody of this process who wants a lock. Settled once: with a grant, with none because others had the lock until the
 * deadline, or with an error.
 */
final class LockRequest {

    private final Deadline deadline;
    private final HandOff handOff;
    private final Executor completer;
    private final CompletableFuture<Optional<Grant>> outcome = new CompletableFuture<>();
    private volatile Runnable alarm = () -> {};

    /** @param completer runs whatever waits for the outcome */
    LockRequest(Deadline deadline, HandOff handOff, Executor completer) {
        this.deadline = deadline;
        this.handOff = handOff;
        this.completer = completer;
    }

    Deadline deadline() {
        return deadline;
    }

    HandOff handOff() {
        return handOff;
    }

    CompletableFuture<Optional<Grant>> outcome() {
        return outcome;
    }

    /** Has something done once settled: with what a waiter gets, or with null and the error. */
    void whenSettled(BiConsumer<@Nullable Optional<Grant>, @Nullable Throwable> action) {
        var unused = outcome.whenComplete(action);
    }

    boolean isSettled() {
        return outcome.isDone();
    }

    /** Notes how the alarm at the deadline is taken back. */
    void alarm(Runnable cancellation) {
        alarm = cancellation;
        if (isSettled()) {
            cancellation.run();
        }
    }

    /** Passes the grant on; gives it back if nobody waits for it any more. */
    void grant(Grant grant) {
        alarm.run();
        completer.execute(() -> {
            if (!outcome.complete(Optional.of(grant))) {
                grant.release();
            }
        });
    }

    void deny() {
        alarm.run();
        completer.execute(() -> outcome.complete(Optional.empty()));
    }

    void fail(RuntimeException known) {
        alarm.run();
        completer.execute(() -> outcome.completeExceptionally(known));
    }
}
