package dev.holdfast.consul;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.consul.BlockingIndex.Step;
import dev.holdfast.consul.Member.Flight;
import dev.holdfast.consul.PollLoop.Timing;
import dev.holdfast.consul.QueueView.Behind;
import dev.holdfast.consul.QueueView.Head;
import dev.holdfast.consul.QueueView.Seat;
import dev.holdfast.consul.QueueView.Standing;
import dev.holdfast.model.LossReason;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.kv.TxResponse;
import org.kiwiproject.consul.model.kv.Value;

/**
 * The own places in one queue. A queue is served in order, so only the first own place that still waits has to look at
 * the store; the others wait for the one before them, here. So a queue costs one blocking query, however many wait.
 *
 * <p>A place arrives only after a linearizable read that saw its entry, held by its session, with nobody before it.
 */
final class Line {

    private static final Duration FLOOR = Duration.ofMillis(25);

    private final String prefix;
    private final Calls calls;
    private final ConsulThreads threads;
    private final SessionKeeper keeper;
    private final Ghosts ghosts;
    private final Timing timing;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final TreeMap<Long, ConsulPlace> places = new TreeMap<>();

    Line(String prefix, Calls calls, ConsulThreads threads, SessionKeeper keeper, Ghosts ghosts, Timing timing) {
        this.prefix = prefix;
        this.calls = calls;
        this.threads = threads;
        this.keeper = keeper;
        this.ghosts = ghosts;
        this.timing = timing;
    }

    /** Takes in a place; {@code dropped} runs when it is gone and no longer here. */
    void add(ConsulPlace place, Runnable dropped) {
        synchronized (lock) {
            places.put(place.token(), place);
        }
        place.gone().thenRun(() -> {
            synchronized (lock) {
                places.remove(place.token());
            }
            dropped.run();
        });
    }

    boolean isEmpty() {
        synchronized (lock) {
            return places.isEmpty();
        }
    }

    /** Returns the own places that nobody has left. */
    List<ConsulPlace> places() {
        synchronized (lock) {
            return places.values().stream().filter(place -> !place.isOver()).toList();
        }
    }

    private @Nullable ConsulPlace nearestBefore(ConsulPlace place) {
        synchronized (lock) {
            return places.headMap(place.token(), false).descendingMap().values().stream()
                    .filter(other -> !other.isGone())
                    .findFirst()
                    .orElse(null);
        }
    }

    private @Nullable ConsulPlace nextAfter(ConsulPlace place) {
        synchronized (lock) {
            return places.tailMap(place.token(), false).values().stream()
                    .findFirst()
                    .filter(other -> !other.isOver() && other.isDirectlyBehind(place))
                    .orElse(null);
        }
    }

    /** Looks after a place that was just made, until it is at the head. */
    void start(ConsulPlace place, Standing standing) {
        place.consulSession().ended().thenAccept(place::end);
        proceed(place, standing);
    }

    /** Looks after a place that was just made, behind own ones that wait: nothing is to be done before those are. */
    void startBehind(ConsulPlace place) {
        place.consulSession().ended().thenAccept(place::end);
        follow(place);
    }

    private void follow(ConsulPlace place) {
        if (place.isOver()) {
            return;
        }
        ConsulPlace before = nearestBefore(place);
        if (before == null || before.isHead()) {
            evaluate(place, false, Backoff.ofLoops());
        } else {
            before.turn().whenComplete((arrived, thrown) -> follow(place));
        }
    }

    /** Returns whether an own place waits here, so that who enters later need not look at the store yet. */
    boolean isAwaited() {
        return places().stream().anyMatch(place -> !place.isHead());
    }

    private void proceed(ConsulPlace place, Standing standing) {
        if (place.isOver()) {
            return;
        }
        if (standing instanceof Head) {
            place.arrive();
        } else if (standing instanceof Behind behind) {
            place.waitsBehind(behind);
            await(place, behind);
        } else {
            revoked(place);
        }
    }

    /** Ends a place whose entry is gone from the store: by the session's end, if it has, and else by somebody's hand. */
    void revoked(ConsulPlace place) {
        keeper.check().thenRun(() -> place.end(LossReason.REVOKED));
    }

    private void await(ConsulPlace place, Behind behind) {
        if (place.isOver()) {
            return;
        }
        ConsulPlace before = nearestBefore(place);
        if (before != null && place.isDirectlyBehind(before)) {
            before.gone().thenRun(() -> evaluate(place, behind.next() || before.isHead(), Backoff.ofLoops()));
        } else if (before != null && !before.isHead()) {
            before.turn().whenComplete((arrived, thrown) -> await(place, behind));
        } else {
            block(place, behind, behind.predecessor().index());
        }
    }

    /** Waits by a blocking query for the predecessor's entry to go. */
    private void block(ConsulPlace place, Behind behind, long index) {
        if (place.isOver()) {
            return;
        }
        Seat predecessor = behind.predecessor();
        Flight<List<Value>> flight = calls.tryRead(predecessor.key(), timing.query(index, false), timing.patience());
        place.waitsBy(flight);
        flight.stage().whenComplete((answer, thrown) -> {
            if (thrown != null) {
                Backoff backoff = Backoff.ofLoops();
                threads.after(backoff.next(), () -> evaluate(place, false, backoff));
            } else if (answer.status() == Answer.NOT_FOUND) {
                evaluate(place, behind.next(), Backoff.ofLoops());
            } else if (BlockingIndex.after(index, answer.index()) == Step.SAME) {
                block(place, behind, index);
            } else {
                threads.after(FLOOR, () -> evaluate(place, false, Backoff.ofLoops()));
            }
        });
    }

    /** Finds out anew where a place stands; reads its own entry alone if nobody else can be left before it. */
    private void evaluate(ConsulPlace place, boolean isNext, Backoff backoff) {
        if (place.isOver() || place.isHead()) {
            return;
        }
        Flight<List<Value>> flight = calls.tryRead(isNext ? place.key() : prefix, !isNext);
        place.waitsBy(flight);
        flight.stage().whenComplete((answer, thrown) -> {
            if (thrown == null) {
                List<Value> values = answer.body() == null ? List.of() : answer.body();
                proceed(
                        place,
                        QueueView.of(prefix, values)
                                .standingOf(place.key(), place.consulSession().id()));
            } else {
                threads.after(backoff.next(), () -> evaluate(place, false, backoff));
            }
        });
    }

    /**
     * Removes a place's entry, again and again until it is known to be gone. If the next in the queue is an own place,
     * the same transaction reads its entry, so that its turn costs no round trip of its own.
     */
    void remove(ConsulPlace place) {
        remove(place, place.isHead() ? nextAfter(place) : null, Backoff.ofLoops());
    }

    private void remove(ConsulPlace place, @Nullable ConsulPlace next, Backoff backoff) {
        if (place.isGone()) {
            return;
        }
        TxnOp delete = TxnOp.delete(place.key());
        List<TxnOp> ops = next == null ? List.of(delete) : List.of(delete, TxnOp.get(next.key()));
        calls.tryTxn(ops).stage().whenComplete((answer, thrown) -> {
            if (thrown == null && answer.status() == Answer.OK) {
                removed(place, next, answer);
            } else if (thrown == null && next != null) {
                remove(place, null, backoff);
            } else {
                threads.after(backoff.next(), () -> remove(place, null, backoff));
            }
        });
    }

    private void removed(ConsulPlace place, @Nullable ConsulPlace next, Answer<TxResponse> answer) {
        if (next != null) {
            QueueView left = QueueView.of(prefix, Calls.valuesOf(answer.body()));
            if (left.standingOf(next.key(), next.consulSession().id()) instanceof Head) {
                next.arrive();
            }
        }
        if (place.isUncertain()) {
            ghosts.watch(place.key(), place.consulSession());
        }
        place.end(LossReason.RELEASED);
    }
}
