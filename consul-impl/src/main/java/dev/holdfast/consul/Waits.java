package dev.holdfast.consul;

import dev.holdfast.consul.BlockingIndex.Step;
import dev.holdfast.consul.Member.Flight;
import dev.holdfast.consul.PollLoop.Timing;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for keys to change. The first few waits and loops of a connection have a blocking query each; all others share one
 * query for each kind of key, so that neither threads nor connections grow with their number.
 */
final class Waits {

    private static final int WAITS_MAX = 16;
    private static final int LOOPS_MAX = 16;

    /** After so many answers that nothing has changed the queue is read all the same: entries may have lost their session. */
    private static final int ROUNDS_MAX = 6;

    private final Calls calls;
    private final ConsulThreads threads;
    private final Timing timing;
    private final Slots slots = new Slots(WAITS_MAX);
    private final Slots loops = new Slots(LOOPS_MAX);
    private final Map<String, Roll> rolls = new ConcurrentHashMap<>();
    private final Function<String, Roll> makeRoll;

    Waits(Calls calls, ConsulThreads threads, Timing timing, Function<String, Roll> makeRoll) {
        this.calls = calls;
        this.threads = threads;
        this.timing = timing;
        this.makeRoll = makeRoll;
    }

    /** One wait under way. */
    interface Wait {
        void cancel();
    }

    Slots slots() {
        return slots;
    }

    Slots loops() {
        return loops;
    }

    /** Returns what follows the names of all keys of a kind: those below the first segment of a path. */
    Roll roll(String namespace, String path) {
        int slash = path.indexOf('/');
        String kind = namespace + '/' + (slash < 0 ? path : path.substring(0, slash + 1));
        return rolls.computeIfAbsent(kind, makeRoll);
    }

    /**
     * Waits for the names below a prefix to be as they are to be.
     *
     * @param index the position up to which they are known
     * @param told asked with each listing that differs, until it says that the wait is over
     * @param unknown runs once, instead, if they must be looked at anew
     */
    Wait names(Roll roll, String prefix, long index, Predicate<Listing> told, Runnable unknown) {
        if (!slots.take()) {
            return roll.add(told);
        }
        Direct wait = new Direct(unknown);
        wait.names(prefix, index, told);
        return wait;
    }

    /** Waits for a key that was there at {@code index} to change or go; {@code changed} runs once. */
    Wait key(Roll roll, String key, long index, Runnable changed) {
        if (!slots.take()) {
            return roll.add(listing -> {
                boolean gone = listing.misses(key, index);
                if (gone) {
                    changed.run();
                }
                return gone;
            });
        }
        Direct wait = new Direct(changed);
        wait.key(key, index);
        return wait;
    }

    /** A wait with a blocking query of its own. */
    private final class Direct implements Wait {

        private final Runnable unknown;

        /** How often nothing came; touched by one answer at a time. */
        private int rounds;

        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicReference<@Nullable Flight<?>> flight = new AtomicReference<>();

        Direct(Runnable unknown) {
            this.unknown = unknown;
        }

        /** The position of a key is that of its value, which is before the one at which it was looked at. */
        void key(String key, long index) {
            send(() -> calls.tryRead(key, timing.query(index, false), timing.patience()), answer -> {
                if (answer.status() == Answer.OK && answer.index() <= index && rounds++ < ROUNDS_MAX) {
                    key(key, index);
                } else {
                    end();
                }
            });
        }

        void names(String prefix, long index, Predicate<Listing> told) {
            send(() -> calls.tryNames(prefix, timing.query(index, false), timing.patience()), answer -> {
                Step step = BlockingIndex.after(index, answer.index());
                if (step == Step.SAME && rounds++ < ROUNDS_MAX) {
                    names(prefix, index, told);
                } else if (step != Step.FORWARD) {
                    end();
                } else if (told.test(Listing.of(answer))) {
                    finish();
                } else {
                    threads.after(PollLoop.FLOOR, () -> names(prefix, answer.index(), told));
                }
            });
        }

        private <T> void send(Supplier<Flight<T>> request, Consumer<Answer<T>> answered) {
            if (over.get()) {
                return;
            }
            Flight<T> sent = request.get();
            flight.set(sent);
            if (over.get()) {
                sent.giveUp();
            }
            sent.stage().whenComplete((answer, thrown) -> {
                if (over.get()) {
                    return;
                }
                if (thrown == null) {
                    answered.accept(answer);
                } else {
                    threads.after(Backoff.ofLoops().next(), this::end);
                }
            });
        }

        private void end() {
            if (finish()) {
                unknown.run();
            }
        }

        private boolean finish() {
            boolean now = over.compareAndSet(false, true);
            if (now) {
                slots.give();
            }
            return now;
        }

        @Override
        public void cancel() {
            Flight<?> last = flight.get();
            if (finish() && last != null) {
                last.giveUp();
            }
        }
    }
}
