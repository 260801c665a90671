package dev.holdfast.consul;

import dev.holdfast.consul.Member.Flight;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.KeyValueClient;
import org.kiwiproject.consul.model.kv.TxResponse;
import org.kiwiproject.consul.model.kv.Value;
import retrofit2.Call;

/**
 * Requests on keys: bounded by a deadline, on one member after the other, with errors told by {@link ErrorTable}. Writes
 * that keep no thread, reads for callers that wait, and single tries for loops, which choose for themselves when to try
 * again.
 */
final class Calls implements AutoCloseable {

    static final String CONSISTENT = "consistent";

    /** More at once make no store faster, and a burst that times out is sent again on top of itself. */
    private static final int WRITES_MAX = 32;

    private static final int DOUBLINGS_MAX = 10;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Members members;
    private final ConsulThreads threads;
    private final Duration patience;
    private final Turns turns = new Turns(WRITES_MAX);
    private final Set<Sending> sendings = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param patience how long a member may be silent before another is asked, where asking again is harmless */
    Calls(Members members, ConsulThreads threads, Duration patience) {
        this.members = members;
        this.threads = threads;
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

    /** Asks once for the names alone of all keys that begin with a prefix. */
    Flight<List<String>> tryNames(String prefix, Map<String, Object> query, Duration within) {
        Map<String, Object> names = new HashMap<>(query);
        names.put("keys", "");
        return tryOnce(api -> api.getKeys(prefix, names), within);
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

    Duration patience() {
        return patience;
    }

    static Map<String, Object> consistent(boolean recurse) {
        return recurse ? Map.of(CONSISTENT, "", "recurse", "") : Map.of(CONSISTENT, "");
    }

    private <T> Flight<T> tryOnce(Function<KeyValueClient.Api, Call<T>> request, Duration within) {
        Member member = members.chosen();
        Flight<T> flight = member.ask(request, within.toNanos());
        flight.stage().whenComplete((answer, fault) -> {
            if (fault == null) {
                members.answered();
            } else if (!flight.call().isCanceled()) {
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
            if (closed.await(pauseNanos(tries, deadline), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException(what + ": the connection to Consul is closed");
            }
        }
    }

    /** Writes; returns at once. */
    Sending write(String what, List<TxnOp> ops, Repeat repeat, Deadline deadline) {
        Sending sending = new Sending(this, what, ops, repeat, deadline);
        sendings.add(sending);
        sending.stage().whenComplete((done, failure) -> sendings.remove(sending));
        if (closed.getCount() == 0) {
            sending.close();
        } else {
            sending.start(turns, threads);
        }
        return sending;
    }

    void giveTurn() {
        turns.give();
    }

    /** Runs a task, which must not block, when fewer requests of this kind are under way than may be. */
    void inTurn(Runnable task) {
        turns.take(task);
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
        private final String problem;

        /** @param problem what the store said when it rolled the transaction back; empty if it did not */
        Unanswered(CoordinationException known, boolean uncertain, String problem) {
            super(known);
            this.known = known;
            this.uncertain = uncertain;
            this.problem = problem;
        }

        CoordinationException known() {
            return known;
        }

        /** Returns whether any sending of it may still take effect. */
        boolean isUncertain() {
            return uncertain;
        }

        TxnRefusal refusal() {
            return problem.isEmpty() ? new TxnRefusal(List.of()) : TxnRefusal.of(problem);
        }
    }

    /** Returns what a flight ended with. */
    static StoreFault faultOf(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return cause instanceof StoreFault fault ? fault : new StoreFault.NoAnswer("the client", cause);
    }

    /** Doubles from try to try: asking again early is for a silent member, and would bury one that is merely slow. */
    Duration patience(int tries) {
        return patience.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS_MAX));
    }

    /** Runs the next try when its time has come. */
    void pause(int tries, Deadline deadline, Runnable next) {
        threads.after(Duration.ofNanos(pauseNanos(tries, deadline)), next);
    }

    private long pauseNanos(int tries, Deadline deadline) {
        boolean allAsked = tries % members.size() == 0;
        return allAsked ? deadline.orAfter(PAUSE).remainingNanos() : 0;
    }

    @Override
    public void close() {
        closed.countDown();
        sendings.forEach(Sending::close);
    }
}
