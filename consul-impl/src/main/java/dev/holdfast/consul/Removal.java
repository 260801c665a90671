package dev.holdfast.consul;

import dev.holdfast.consul.QueueView.Gone;
import dev.holdfast.model.LossReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.kv.TxResponse;
import org.kiwiproject.consul.model.kv.Value;

/** Removes entries that are left, and the head keys held for them, again and again until that is done. */
final class Removal {

    private final Calls calls;
    private final ConsulThreads threads;
    private final Ghosts ghosts;

    Removal(Calls calls, ConsulThreads threads, Ghosts ghosts) {
        this.calls = calls;
        this.threads = threads;
        this.ghosts = ghosts;
    }

    /**
     * Removes the entry of a place.
     *
     * @param heir an own place directly behind it, which has its turn then; null if there is none
     */
    void remove(ConsulPlace place, @Nullable ConsulPlace heir) {
        HeadKey head = place.headKey();
        if (place.isGone()) {
            if (head != null) {
                drop(head, place.consulSession());
            }
            return;
        }
        attempt(place, heir, head, Backoff.ofLoops());
    }

    private void attempt(ConsulPlace place, @Nullable ConsulPlace heir, @Nullable HeadKey head, Backoff backoff) {
        if (place.isGone()) {
            return;
        }
        List<TxnOp> ops = new ArrayList<>(3);
        ops.add(TxnOp.delete(place.key()));
        if (head != null) {
            ops.addAll(head.givenUp());
        } else if (heir != null) {
            ops.add(TxnOp.get(heir.key()));
        }
        calls.inTurn(() -> calls.tryTxn(ops).stage().whenComplete((answer, thrown) -> {
            calls.giveTurn();
            if (thrown != null) {
                threads.after(backoff.next(), () -> attempt(place, heir, head, backoff));
            } else if (answer.status() == Answer.OK) {
                removed(place, heir, answer);
            } else {
                refused(place, heir, head, backoff);
            }
        }));
    }

    /** The head key is not ours any more, or the heir's entry is gone: removes the entry alone. */
    private void refused(ConsulPlace place, @Nullable ConsulPlace heir, @Nullable HeadKey head, Backoff backoff) {
        if (heir != null) {
            heir.line().revoked(heir);
        }
        boolean plain = head == null && heir == null;
        if (plain) {
            threads.after(backoff.next(), () -> attempt(place, null, null, backoff));
        } else {
            attempt(place, null, null, backoff);
        }
    }

    private void removed(ConsulPlace place, @Nullable ConsulPlace heir, Answer<TxResponse> answer) {
        if (heir != null) {
            Line line = heir.line();
            QueueView left = QueueView.of(line.prefix(), Calls.valuesOf(answer.body()));
            if (left.standingOf(heir.key(), heir.consulSession().id()) instanceof Gone) {
                line.revoked(heir);
            } else {
                line.succeeds(heir);
            }
        }
        if (place.isUncertain()) {
            ghosts.watch(place.key(), place.consulSession());
        }
        place.end(LossReason.RELEASED);
    }

    /** Gives up a head key alone; it is nobody's concern once the session is over. */
    void drop(HeadKey head, ConsulSession session) {
        dropAgain(head, session, Backoff.ofLoops());
    }

    /**
     * Gives up a head key if it was taken for a place whose entry is gone, whose name it bears then. Without that entry no
     * late request takes it.
     */
    void dropIfTaken(String key, ConsulPlace place) {
        look(key, place, Backoff.ofLoops());
    }

    private void look(String key, ConsulPlace place, Backoff backoff) {
        if (place.consulSession().isOver()) {
            return;
        }
        calls.tryRead(key, false).stage().whenComplete((answer, thrown) -> {
            if (thrown != null) {
                threads.after(backoff.next(), () -> look(key, place, backoff));
                return;
            }
            List<Value> values = answer.body() == null ? List.of() : answer.body();
            HeadKey taken = HeadKey.in(values, key);
            if (taken != null && values.stream().anyMatch(value -> isNamedFor(place, value))) {
                drop(taken, place.consulSession());
            }
        });
    }

    private static boolean isNamedFor(ConsulPlace place, Value value) {
        return new String(QueueView.bytesOf(value), StandardCharsets.UTF_8).equals(place.key());
    }

    private void dropAgain(HeadKey head, ConsulSession session, Backoff backoff) {
        if (session.isOver()) {
            return;
        }
        calls.inTurn(() -> calls.tryTxn(head.givenUp()).stage().whenComplete((answer, thrown) -> {
            calls.giveTurn();
            if (thrown != null) {
                threads.after(backoff.next(), () -> dropAgain(head, session, backoff));
            }
        }));
    }
}
