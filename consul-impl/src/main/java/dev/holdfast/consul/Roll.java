package dev.holdfast.consul;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.consul.BlockingIndex.Step;
import dev.holdfast.consul.Member.Flight;
import dev.holdfast.consul.PollLoop.Timing;
import dev.holdfast.consul.Waits.Wait;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Follows the names of all keys of one kind, for whoever shares it: waits and loops that have no query of their own, and
 * all own entries, which must not go unnoticed. One blocking query, as long as there is somebody to be told.
 *
 * <p>All names are sent anew at each change, so the pauses between answers grow with their number, up to a second. Where
 * only own entries are looked after, it is a second between two changes always.
 */
final class Roll {

    private static final Duration REST_PER_NAME = Duration.ofNanos(50_000);

    private final String prefix;
    private final Calls calls;
    private final ConsulThreads threads;
    private final Timing timing;
    private final Supplier<Boolean> occupied;
    private final Consumer<Listing> entries;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Set<Predicate<Listing>> shared = new LinkedHashSet<>();

    @GuardedBy("lock")
    private boolean running;

    @GuardedBy("lock")
    private boolean freshAsked;

    /**
     * Creates a roll, which begins when there is somebody to be told.
     *
     * @param occupied whether there are own entries of this kind
     * @param entries looks after them at each listing
     */
    Roll(
            String prefix,
            Calls calls,
            ConsulThreads threads,
            Timing timing,
            Supplier<Boolean> occupied,
            Consumer<Listing> entries) {
        this.prefix = prefix;
        this.calls = calls;
        this.threads = threads;
        this.timing = timing;
        this.occupied = occupied;
        this.entries = entries;
    }

    /**
     * Tells of each listing, beginning with one that is read after this call, until the answer is that no more is wanted.
     */
    Wait add(Predicate<Listing> told) {
        boolean ask;
        synchronized (lock) {
            shared.add(told);
            ask = !freshAsked;
            freshAsked = true;
        }
        if (ask) {
            threads.after(PollLoop.FLOOR, this::fresh);
        }
        start();
        return () -> {
            synchronized (lock) {
                shared.remove(told);
            }
        };
    }

    /** Begins to follow, if it does not already: there are own entries. */
    void start() {
        synchronized (lock) {
            if (running) {
                return;
            }
            running = true;
        }
        threads.after(timing.block(), () -> look(Backoff.ofLoops()));
    }

    private boolean isShared() {
        synchronized (lock) {
            return !shared.isEmpty();
        }
    }

    /** Reads for those who have come since the last answer: what changed before they came, the query does not tell. */
    private void fresh() {
        synchronized (lock) {
            freshAsked = false;
        }
        calls.tryNames(prefix, Calls.consistent(false), calls.patience())
                .stage()
                .whenComplete((answer, thrown) -> {
                    if (thrown == null) {
                        tell(Listing.of(answer));
                    } else {
                        threads.after(Backoff.ofLoops().next(), this::fresh);
                    }
                });
    }

    private void look(Backoff backoff) {
        if (isIdle()) {
            return;
        }
        follow(calls.tryNames(prefix, Calls.consistent(false), calls.patience()), backoff, 0);
    }

    private void block(long index, Backoff backoff) {
        if (isIdle()) {
            return;
        }
        follow(calls.tryNames(prefix, timing.query(index, false), timing.patience()), backoff, index);
    }

    private void follow(Flight<List<String>> flight, Backoff backoff, long asked) {
        flight.stage().whenComplete((answer, thrown) -> {
            if (thrown != null) {
                threads.after(backoff.next(), () -> look(backoff));
                return;
            }
            backoff.reset();
            if (asked > 0 && BlockingIndex.after(asked, answer.index()) == Step.RESET) {
                threads.after(PollLoop.FLOOR, () -> look(backoff));
                return;
            }
            Listing listing = Listing.of(answer);
            entries.accept(listing);
            tell(listing);
            threads.after(rest(answer.index() == asked, listing.names().size()), () -> block(answer.index(), backoff));
        });
    }

    private Duration rest(boolean quiet, int names) {
        if (quiet) {
            return Duration.ZERO;
        }
        Duration rest = PollLoop.FLOOR.plus(REST_PER_NAME.multipliedBy(names));
        return isShared() && rest.compareTo(timing.block()) < 0 ? rest : timing.block();
    }

    private void tell(Listing listing) {
        List<Predicate<Listing>> now;
        synchronized (lock) {
            now = List.copyOf(shared);
        }
        for (Predicate<Listing> one : now) {
            if (one.test(listing)) {
                synchronized (lock) {
                    shared.remove(one);
                }
            }
        }
    }

    /** Returns whether nobody is left to be told; then it has stopped. */
    private boolean isIdle() {
        synchronized (lock) {
            boolean idle = shared.isEmpty() && !occupied.get();
            running = !idle;
            return idle;
        }
    }
}
