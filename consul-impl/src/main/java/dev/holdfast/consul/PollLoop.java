package dev.holdfast.consul;

import dev.holdfast.consul.BlockingIndex.Step;
import dev.holdfast.consul.Member.Flight;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.kv.Value;

/**
 * Follows a key or a prefix by blocking queries, until closed. Every query is a consistent one, and the next is sent when
 * the last was answered, so that what is told never goes back. After any error, and when the store's position went
 * back, it begins anew with a plain consistent read. One request is under way at most.
 */
final class PollLoop implements Observation {

    static final Duration FLOOR = Duration.ofMillis(25);

    private final Calls calls;
    private final ConsulThreads threads;
    private final Ticker ticker;
    private final Timing timing;
    private final Slots slots;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final String key;
    private final boolean recurse;
    private final Sink sink;
    private final Gate gate = new Gate();
    private final Backoff backoff = Backoff.ofLoops();
    private final Pace pace;
    private final AtomicReference<@Nullable Flight<?>> flight = new AtomicReference<>();

    /** The position of the last answer; touched only by the one request under way. */
    private volatile long index;

    /** @param slots where this loop has taken a slot, which it gives back when it is closed */
    PollLoop(
            Calls calls,
            ConsulThreads threads,
            Ticker ticker,
            Timing timing,
            Slots slots,
            String key,
            boolean recurse,
            Sink sink) {
        this.calls = calls;
        this.threads = threads;
        this.ticker = ticker;
        this.timing = timing;
        this.slots = slots;
        this.key = key;
        this.recurse = recurse;
        this.sink = sink;
        this.pace = new Pace(ticker.nanos());
    }

    /** Gets what the loop sees: in order, one call at a time, none after it was closed. */
    interface Sink {
        /**
         * Takes in an answer.
         *
         * @param indexWentBack whether the store's position is lower than one that was told before
         */
        void told(Answer<List<Value>> answer, boolean indexWentBack);

        /** Takes in that nothing has changed since the last answer until {@code atNanos}. */
        default void confirmed(long atNanos) {}
    }

    /**
     * How long queries last.
     *
     * @param block how long a blocking query waits for a change
     * @param margin how long an answer may take beyond that
     */
    record Timing(Duration block, Duration margin) {

        /** Returns short waits, so that what is known is confirmed about three times in a session, or each second. */
        static Timing confirming(Duration session) {
            Duration third = session.dividedBy(3);
            Duration wait = third.compareTo(Duration.ofSeconds(1)) < 0 ? third : Duration.ofSeconds(1);
            return new Timing(wait, Duration.ofSeconds(1));
        }

        /**
         * Returns the waits for a turn: half a session, of 1 s to 10 s, so that a member that went silent costs no more
         * than the session of a holder that died.
         */
        static Timing waiting(Duration session) {
            long half = session.dividedBy(2).toMillis();
            return new Timing(Duration.ofMillis(Math.max(1_000, Math.min(10_000, half))), Duration.ofSeconds(1));
        }

        /** Returns the query that blocks at {@code index}. */
        Map<String, Object> query(long index, boolean recurse) {
            Map<String, Object> query = new HashMap<>(Calls.consistent(recurse));
            query.put("index", Math.max(1, index));
            query.put("wait", block.toMillis() + "ms");
            return query;
        }

        Duration patience() {
            return BlockingIndex.patience(block, margin);
        }
    }

    PollLoop start() {
        look();
        return this;
    }

    private void look() {
        follow(() -> calls.tryRead(key, recurse), false);
    }

    private void block() {
        follow(() -> calls.tryRead(key, timing.query(index, recurse), timing.patience()), true);
    }

    private void follow(Supplier<Flight<List<Value>>> request, boolean blocking) {
        if (gate.isClosed()) {
            return;
        }
        Flight<List<Value>> started = request.get();
        flight.set(started);
        if (gate.isClosed()) {
            started.giveUp();
        }
        started.stage().whenComplete((answer, thrown) -> {
            if (thrown == null) {
                answered(answer, blocking);
            } else {
                threads.after(backoff.next(), this::look);
            }
        });
    }

    private void answered(Answer<List<Value>> answer, boolean blocking) {
        backoff.reset();
        long before = index;
        if (blocking && BlockingIndex.after(before, answer.index()) == Step.RESET) {
            threads.after(FLOOR, this::look);
            return;
        }
        index = answer.index();
        gate.pass(() -> sink.told(answer, isBack(before, answer.index())));
        Duration rest = pace.rest(ticker.nanos());
        if (rest.isZero()) {
            block();
        } else {
            threads.after(rest, this::block);
        }
    }

    /** An answer without a position says nothing about the store's history. */
    static boolean isBack(long before, long answered) {
        return answered > 0 && answered < before;
    }

    @Override
    public void close() {
        gate.close();
        if (ended.compareAndSet(false, true)) {
            slots.give();
        }
        Flight<?> last = flight.get();
        if (last != null) {
            last.giveUp();
        }
    }
}
