package dev.holdfast.consul;

import dev.holdfast.consul.ErrorTable.Effect;
import dev.holdfast.consul.Member.Flight;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.model.kv.TxResponse;
import org.kiwiproject.consul.model.kv.Value;
import retrofit2.Call;

/**
 * Requests on keys: bounded by a deadline, on one member after the other, with errors told by {@link ErrorTable}.
 * Blocking forms for callers, and single tries for loops, which choose for themselves when to try again.
 */
final class Calls implements AutoCloseable {

    static final String CONSISTENT = "consistent";

    /** More at once make no store faster, and a burst that times out is sent again on top of itself. */
    private static final int WRITES_MAX = 32;

    private static final int DOUBLINGS_MAX = 10;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Members members;
    private final Duration patience;
    private final Semaphore turns = new Semaphore(WRITES_MAX, true);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param patience how long a member may be silent before another is asked, where asking again is harmless */
    Calls(Members members, Duration patience) {
        this.members = members;
        this.patience = patience;
    }

    /** How often a write may be sent. */
    enum Repeat {
        /** Until one sending is known to have taken effect: doing it twice is the same as doing it once. */
        HARMLESS,
        /** Until one sending is not known to have had no effect. */
        NEVER
    }

    /** Sends a read once, to the chosen member. */
    Flight<List<Value>> tryRead(String key, Map<String, Object> query, Duration within) {
        return tryOnce(api -> api.getValue(key, query), within);
    }

    /** Sends a transaction once, to the chosen member. */
    Flight<TxResponse> tryTxn(List<TxnOp> ops, Map<String, Object> query, Duration within) {
        return tryOnce(api -> api.performTransaction(TxnOp.body(ops), query), within);
    }

    /** Sends a consistent read once, with the patience that reads have. */
    Flight<List<Value>> tryRead(String key, boolean recurse) {
        return tryRead(key, consistent(recurse), patience);
    }

    /** Sends a transaction once, with the patience that repeatable writes have. */
    Flight<TxResponse> tryTxn(List<TxnOp> ops) {
        return tryTxn(ops, Map.of(), patience);
    }

    static Map<String, Object> consistent(boolean recurse) {
        return recurse ? Map.of(CONSISTENT, "", "recurse", "") : Map.of(CONSISTENT, "");
    }

    private <T> Flight<T> tryOnce(Function<KeyValueClient.Api, Call<T>> request, Duration within) {
        Member member = members.chosen();
        Flight<T> flight = member.ask(request, within.toNanos());
        flight.stage().whenComplete((answer, fault) -> {
            if (fault != null && !flight.call().isCanceled()) {
                members.failed(member);
            }
        });
        return flight;
    }

    /**
     * Reads linearizably.
     *
     * @return an answer with the status 200 or 404
     * @throws CoordinationException if no member answered by the deadline
     */
    Answer<List<Value>> read(String what, String key, boolean recurse, Deadline deadline) throws InterruptedException {
        StoreFault last = null;
        for (int tries = 1; ; tries++) {
            Deadline bound = deadline.orAfter(patience(tries));
            try {
                return tryRead(key, consistent(recurse), bound.remaining()).await(bound.remaining());
            } catch (StoreFault fault) {
                last = fault;
            }
            if (ErrorTable.isFinal(last) || deadline.hasPassed()) {
                throw ErrorTable.ofRead(what, last);
            }
            pauseAfter(tries, deadline);
        }
    }

    /**
     * Writes.
     *
     * @throws Unanswered with the kind of error that fits, if it is not known to have been applied
     */
    Written write(String what, List<TxnOp> ops, Repeat repeat, Deadline deadline)
            throws InterruptedException, Unanswered {
        if (!turns.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
            throw new Unanswered(
                    ErrorTable.ofWrite(what + ", behind other writes of this process", Effect.NONE, null), false);
        }
        try {
            return send(what, ops, repeat, deadline);
        } finally {
            turns.release();
        }
    }

    private Written send(String what, List<TxnOp> ops, Repeat repeat, Deadline deadline)
            throws InterruptedException, Unanswered {
        boolean uncertain = false;
        for (int tries = 1; ; tries++) {
            Deadline bound = repeat == Repeat.HARMLESS ? deadline.orAfter(patience(tries)) : deadline;
            Effect effect;
            StoreFault fault;
            try {
                Answer<TxResponse> answer =
                        tryTxn(ops, Map.of(), bound.remaining()).await(bound.remaining());
                if (answer.status() == Answer.OK) {
                    return new Written(answer, uncertain);
                }
                effect = ErrorTable.effectOf(answer.status(), answer.problem());
                fault = new StoreFault.Refused("the store", answer.status(), answer.problem());
            } catch (StoreFault e) {
                effect = ErrorTable.effectOf(e);
                fault = e;
            }
            uncertain |= effect == Effect.UNKNOWN;
            boolean again = (effect == Effect.NONE && !ErrorTable.isFinal(fault))
                    || (effect == Effect.UNKNOWN && repeat == Repeat.HARMLESS);
            if (!again || deadline.hasPassed()) {
                Effect known = uncertain && effect == Effect.NONE ? Effect.UNKNOWN : effect;
                throw new Unanswered(ErrorTable.ofWrite(what, known, fault), uncertain);
            }
            pauseAfter(tries, deadline);
        }
    }

    /**
     * A write that was applied.
     *
     * @param isUncertain whether another sending of it may still take effect, a second time
     */
    record Written(Answer<TxResponse> answer, boolean isUncertain) {

        /** Returns what the transaction's steps wrote and read. */
        List<Value> values() {
            return valuesOf(answer.body());
        }
    }

    static List<Value> valuesOf(@Nullable TxResponse response) {
        return response == null
                ? List.of()
                : response.results().stream()
                        .flatMap(result -> result.values().stream())
                        .toList();
    }

    /** A write that did not end as asked. */
    static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;

        private final CoordinationException known;
        private final boolean uncertain;

        Unanswered(CoordinationException known, boolean uncertain) {
            super(known);
            this.known = known;
            this.uncertain = uncertain;
        }

        CoordinationException known() {
            return known;
        }

        /** Returns whether any sending of it may still take effect. */
        boolean isUncertain() {
            return uncertain;
        }
    }

    /** Doubles from try to try: asking again early is for a silent member, and would bury one that is merely slow. */
    private Duration patience(int tries) {
        return patience.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS_MAX));
    }

    private void pauseAfter(int tries, Deadline deadline) throws InterruptedException {
        boolean allAsked = tries % members.size() == 0;
        if (closed.await(allAsked ? deadline.orAfter(PAUSE).remainingNanos() : 0, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("the connection to Consul is closed");
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
