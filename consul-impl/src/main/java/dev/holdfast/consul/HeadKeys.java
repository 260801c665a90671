package dev.holdfast.consul;

import dev.holdfast.consul.PollLoop.Timing;
import dev.holdfast.consul.QueueView.Seat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.kv.Value;

/**
 * Keys that the head of a queue locks beside its own entry, before it has its turn: {@code .lock} below the queue's name
 * for an exclusive right, one of {@code .seat-0}, {@code .seat-1}, … for a right with seats.
 *
 * <p>They are what makes the store's lock-delay protect a queue. Each contender locks an entry of its own, and a
 * lock-delay acts on the key that a dead session held, so that it would hold up nobody. But all heads of a queue lock the
 * same key, one after the other: when a session is invalidated, for whatever cause, the server refuses that key to every
 * other session until the lock-delay is over, and a holder trusts no heartbeat for longer than that. A holder that gives
 * its right up deletes the key together with its entry, and what is not held when a session ends has no lock-delay.
 *
 * <p>A heartbeat counts from the moment at which the check was passed, and only if a consistent read that was sent later has
 * found the session: so it was sent before the session was invalidated, and its holder stops at the latest one TTL, less
 * the drift, after that. Taking the key checks the own entry in the same transaction, so that a late one takes nothing.
 *
 * <p>{@code .lock} is the key that {@code consul lock} takes, in the same way, so that its holders and ours exclude each
 * other. Source: {@code agent/consul/kvs_endpoint.go} (kvsPreApply), {@code state/session.go}, {@code command/lock}.
 */
final class HeadKeys {

    private static final int GUARD_STEPS = 2;
    private static final Duration DELAY_POLL = Duration.ofMillis(100);
    private static final Duration HELD_POLL = Duration.ofSeconds(1);

    private final Mode mode;
    private final Calls calls;
    private final ConsulThreads threads;
    private final SessionKeeper keeper;
    private final Removal removal;
    private final Slots slots;
    private final Timing timing;

    HeadKeys(
            Mode mode,
            Calls calls,
            ConsulThreads threads,
            SessionKeeper keeper,
            Removal removal,
            Slots slots,
            Timing timing) {
        this.mode = mode;
        this.calls = calls;
        this.threads = threads;
        this.keeper = keeper;
        this.removal = removal;
        this.slots = slots;
        this.timing = timing;
    }

    /** Returns whether places of a queue with so many seats need a head key. A queue without bound excludes nobody. */
    boolean areTakenFor(int seats) {
        return (mode.isFast() && seats < Integer.MAX_VALUE) || (mode.isInterop() && seats == 1);
    }

    private static String key(String prefix, int seats, int number) {
        return prefix + (seats == 1 ? ".lock" : ".seat-" + number % seats);
    }

    /**
     * One place that is to have its turn as soon as it has a head key.
     *
     * @param settled runs after the first answer, whatever it is
     * @param revoked runs if the place's entry turns out to be gone
     */
    private record Taking(ConsulPlace place, String prefix, Runnable settled, Runnable revoked, Backoff backoff) {}

    void take(ConsulPlace place, String prefix, Runnable settled, Runnable revoked) {
        take(
                new Taking(place, prefix, settled, revoked, Backoff.ofLoops()),
                place.seats() == 1 ? 0 : place.outlook().rank());
    }

    private void take(Taking taking, int number) {
        ConsulPlace place = taking.place();
        if (place.isOver()) {
            taking.settled().run();
            return;
        }
        String head = key(taking.prefix(), place.seats(), number);
        String session = place.consulSession().id();
        List<TxnOp> ops = List.of(
                TxnOp.checkSession(place.key(), session),
                TxnOp.checkIndex(place.key(), place.token()),
                TxnOp.lockAsConsulDoes(head, session));
        calls.inTurn(() -> calls.tryTxn(ops).stage().whenComplete((answer, thrown) -> {
            calls.giveTurn();
            if (thrown != null) {
                threads.after(taking.backoff().next(), () -> take(taking, number));
            } else if (answer.status() == Answer.OK) {
                taken(taking, head);
            } else {
                refused(taking, number, TxnRefusal.of(answer.problem()));
            }
        }));
    }

    private void taken(Taking taking, String head) {
        ConsulPlace place = taking.place();
        place.holds(head);
        if (place.isOver()) {
            removal.drop(head, place.consulSession());
        } else {
            place.arrive();
        }
        taking.settled().run();
    }

    private void refused(Taking taking, int number, TxnRefusal refusal) {
        ConsulPlace place = taking.place();
        if (refusal.concerns(step -> step >= 0 && step < GUARD_STEPS)) {
            taking.revoked().run();
        } else if (place.seats() > 1) {
            Duration pause = (number + 1) % place.seats() == 0 ? DELAY_POLL : Duration.ZERO;
            threads.after(pause, () -> take(taking, number + 1));
        } else if (refusal.says("already held")) {
            awaitFree(taking, 0);
        } else {
            if (refusal.says("invalid session")) {
                keeper.check();
            }
            threads.after(DELAY_POLL, () -> take(taking, number));
        }
        taking.settled().run();
    }

    /** Waits until nobody holds the key of an exclusive right: {@code consul lock} may, or a head that gives it up. */
    private void awaitFree(Taking taking, long index) {
        if (taking.place().isOver()) {
            return;
        }
        String head = key(taking.prefix(), 1, 0);
        boolean blocking = slots.take();
        calls.tryRead(head, blocking ? timing.query(index, false) : Calls.consistent(false), timing.patience())
                .stage()
                .whenComplete((answer, thrown) -> {
                    if (blocking) {
                        slots.give();
                    }
                    if (thrown == null && isHeld(answer)) {
                        threads.after(blocking ? PollLoop.FLOOR : HELD_POLL, () -> awaitFree(taking, answer.index()));
                    } else if (thrown == null) {
                        take(taking, 0);
                    } else {
                        threads.after(taking.backoff().next(), () -> awaitFree(taking, 0));
                    }
                });
    }

    /**
     * Returns a queue with, before all others, the one who holds the key of an exclusive right but is not in the queue:
     * {@code consul lock} does not enter queues. Its token, which it does not know, is below those of the queue.
     */
    static List<Seat> withForeignHolder(String prefix, List<Value> values, List<Seat> queue) {
        String head = key(prefix, 1, 0);
        Optional<Value> foreign = values.stream()
                .filter(value -> value.getKey().equals(head))
                .filter(value -> value.getSession()
                        .filter(holder ->
                                queue.stream().noneMatch(seat -> seat.session().equals(holder)))
                        .isPresent())
                .findFirst();
        if (foreign.isEmpty()) {
            return queue;
        }
        long token = Math.min(
                foreign.get().getModifyIndex(),
                queue.isEmpty() ? Long.MAX_VALUE : queue.get(0).token() - 1);
        List<Seat> all = new ArrayList<>();
        all.add(new Seat(head, token, token, "", foreign.get().getSession().orElse("")));
        all.addAll(queue);
        return all;
    }

    /**
     * Returns a queue with one more before the first own place that has its turn but not its head key: the right is not
     * free, although nobody in the queue has it. A lock-delay, which no read shows, may still protect a former holder.
     */
    static List<Seat> withOneHeldBack(List<Seat> queue, List<ConsulPlace> own) {
        Set<Long> heldBack = own.stream()
                .filter(place -> place.seats() == 1 && place.isHeldBack())
                .map(ConsulPlace::token)
                .collect(Collectors.toUnmodifiableSet());
        List<Seat> all = new ArrayList<>(queue);
        for (int i = 0; i < queue.size(); i++) {
            Seat seat = queue.get(i);
            if (heldBack.contains(seat.token())) {
                all.add(i, new Seat(seat.key(), seat.token() - 1, seat.index(), "", ""));
                return all;
            }
        }
        return all;
    }

    private static boolean isHeld(Answer<@Nullable List<Value>> answer) {
        List<Value> values = answer.body();
        return values != null
                && values.stream().anyMatch(value -> value.getSession().isPresent());
    }
}
