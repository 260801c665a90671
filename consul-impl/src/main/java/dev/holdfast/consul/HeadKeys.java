package dev.holdfast.consul;

import dev.holdfast.consul.PollLoop.Timing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
 * its right up deletes the key together with its entry, and what is not held when a session ends has no lock-delay. Of the
 * seats each place locks another one, also within a process: see {@link SeatClaims}. A reader that its process admits beside
 * other readers, by what it is told of the queue, has no head key: there the token protects, and in time the TTL.
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
    private final SeatClaims claims = new SeatClaims();

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

    /**
     * One place that is to have its turn as soon as it has a head key.
     *
     * @param settled runs after the first answer, whatever it is
     * @param revoked runs if the place's entry turns out to be gone
     * @param doubtful the keys of which it is not known whether the session has them for this place
     */
    private record Taking(
            ConsulPlace place,
            String prefix,
            Runnable settled,
            Runnable revoked,
            Backoff backoff,
            Set<String> doubtful) {}

    void take(ConsulPlace place, String prefix, Runnable settled, Runnable revoked) {
        take(
                new Taking(place, prefix, settled, revoked, Backoff.ofLoops(), ConcurrentHashMap.newKeySet()),
                place.seats() == 1 ? 0 : place.outlook().rank());
    }

    private void take(Taking taking, int number) {
        ConsulPlace place = taking.place();
        if (place.isOver()) {
            taking.settled().run();
            return;
        }
        String head = HeadKey.name(taking.prefix(), place.seats(), number);
        if (!claims.take(head, place)) {
            takeNext(taking, number);
            taking.settled().run();
            return;
        }
        String session = place.consulSession().id();
        List<TxnOp> ops = List.of(
                TxnOp.checkSession(place.key(), session),
                TxnOp.checkIndex(place.key(), place.token()),
                TxnOp.lockAsConsulDoes(head, place.key().getBytes(StandardCharsets.UTF_8), session));
        calls.inTurn(() -> calls.tryTxn(ops).stage().whenComplete((answer, thrown) -> {
            calls.giveTurn();
            HeadKey taken = thrown == null ? HeadKey.in(Calls.valuesOf(answer.body()), head) : null;
            if (taken != null) {
                taken(taking, taken);
            } else if (thrown == null && answer.status() != Answer.OK) {
                if (!taking.doubtful().contains(head)) {
                    claims.give(head, place);
                }
                refused(taking, number, TxnRefusal.of(answer.problem()));
            } else {
                doubt(taking, head);
                threads.after(taking.backoff().next(), () -> take(taking, number));
            }
        }));
    }

    /** Has a key looked for as soon as the place is gone: a request that was not answered may have taken it. */
    private void doubt(Taking taking, String head) {
        ConsulPlace place = taking.place();
        if (taking.doubtful().add(head)) {
            claims.giveWhenGone(head, place);
            place.gone().whenComplete((reason, failure) -> {
                if (taking.doubtful().contains(head)) {
                    removal.dropIfTaken(head, place);
                }
            });
        }
    }

    private void takeNext(Taking taking, int number) {
        int next = number + 1;
        threads.after(next % taking.place().seats() == 0 ? DELAY_POLL : Duration.ZERO, () -> take(taking, next));
    }

    private void taken(Taking taking, HeadKey head) {
        ConsulPlace place = taking.place();
        taking.doubtful().remove(head.key());
        claims.giveWhenGone(head.key(), place);
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
            takeNext(taking, number);
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
        String head = HeadKey.name(taking.prefix(), 1, 0);
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

    private static boolean isHeld(Answer<@Nullable List<Value>> answer) {
        List<Value> values = answer.body();
        return values != null
                && values.stream().anyMatch(value -> value.getSession().isPresent());
    }
}
