package dev.holdfast.consul;

import dev.holdfast.consul.Calls.Repeat;
import dev.holdfast.consul.Calls.Unanswered;
import dev.holdfast.consul.Calls.Written;
import dev.holdfast.consul.ErrorTable.Effect;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.kv.TxResponse;

/**
 * One write on its way: waits for its turn among the writes of this process, is sent, and sent again as long as that is
 * harmless and its deadline has not passed. Keeps no thread while it waits.
 */
final class Sending {

    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Calls calls;
    private final String what;
    private final List<TxnOp> ops;
    private final Repeat repeat;
    private final Deadline deadline;
    private final CompletableFuture<Written> written = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile boolean abandoned;

    // touched by the one try under way

    private int tries;
    private boolean uncertain;

    Sending(Calls calls, String what, List<TxnOp> ops, Repeat repeat, Deadline deadline) {
        this.calls = calls;
        this.what = what;
        this.ops = ops;
        this.repeat = repeat;
        this.deadline = deadline;
    }

    /** Completes by the deadline; exceptionally with {@link Unanswered}, or if the connection is closed. */
    CompletionStage<Written> stage() {
        return written;
    }

    boolean isDone() {
        return written.isDone();
    }

    /** Waits for the outcome; abandons the write when interrupted. */
    Written await() throws InterruptedException, Unanswered {
        try {
            return written.get(deadline.remaining().plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            abandon();
            throw e;
        } catch (TimeoutException e) {
            throw new Unanswered(ErrorTable.ofWrite(what, Effect.UNKNOWN, null), true, "");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Unanswered unanswered) {
                throw unanswered;
            }
            throw e.getCause() instanceof IllegalStateException closed
                    ? closed
                    : new IllegalStateException(what + " failed", e.getCause());
        }
    }

    /** Sends it no more: its outcome is told as soon as it is known of what was sent. */
    void abandon() {
        abandoned = true;
        expireInLine();
    }

    void start(Turns turns, ConsulThreads threads) {
        if (!turns.take(this::send)) {
            Runnable alarm = threads.after(deadline.remaining(), this::expireInLine);
            stage().whenComplete((done, failure) -> alarm.run());
        }
    }

    /** Ends it if it was never sent. */
    private void expireInLine() {
        if (begun.compareAndSet(false, true)) {
            written.completeExceptionally(new Unanswered(
                    ErrorTable.ofWrite(what + ", behind other writes of this process", Effect.NONE, null), false, ""));
        }
    }

    void close() {
        abandoned = true;
        begun.set(true);
        written.completeExceptionally(new IllegalStateException(what + ": the connection to Consul is closed"));
    }

    private void send() {
        if (begun.compareAndSet(false, true)) {
            attempt();
        } else {
            calls.giveTurn();
        }
    }

    private void attempt() {
        tries++;
        Deadline bound = repeat == Repeat.HARMLESS ? deadline.orAfter(calls.patience(tries)) : deadline;
        calls.tryTxn(ops, Map.of(), bound.remaining())
                .stage()
                .whenComplete((answer, thrown) -> answered(answer, thrown == null ? null : Calls.faultOf(thrown)));
    }

    private void answered(@Nullable Answer<TxResponse> answer, @Nullable StoreFault failure) {
        if (answer != null && answer.status() == Answer.OK) {
            calls.giveTurn();
            written.complete(new Written(answer, uncertain));
            return;
        }
        StoreFault fault =
                answer == null ? failure : new StoreFault.Refused("the store", answer.status(), answer.problem());
        Effect effect = fault == null ? Effect.UNKNOWN : ErrorTable.effectOf(fault);
        uncertain |= effect == Effect.UNKNOWN;
        boolean again = (effect == Effect.NONE && (fault == null || !ErrorTable.isFinal(fault)))
                || (effect == Effect.UNKNOWN && repeat == Repeat.HARMLESS);
        if (again && !abandoned && !deadline.hasPassed()) {
            calls.pause(tries, deadline, this::attempt);
        } else {
            calls.giveTurn();
            Effect known = uncertain && effect == Effect.NONE ? Effect.UNKNOWN : effect;
            String problem = answer == null ? "" : answer.problem();
            written.completeExceptionally(new Unanswered(ErrorTable.ofWrite(what, known, fault), uncertain, problem));
        }
    }
}
