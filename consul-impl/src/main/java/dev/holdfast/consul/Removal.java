package dev.holdfast.consul;

import dev.holdfast.consul.QueueView.Gone;
import dev.holdfast.model.LossReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kiwiproject.consul.model.kv.TxResponse;

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
        String head = place.headKey();
        if (place.isGone()) {
            if (head != null) {
                drop(head, place.consulSession());
            }
            return;
        }
        attempt(place, heir, head, Backoff.ofLoops());
    }

    private void attempt(ConsulPlace place, @Nullable ConsulPlace heir, @Nullable String head, Backoff backoff) {
        if (place.isGone()) {
            return;
        }
        List<TxnOp> ops = new ArrayList<>(3);
        ops.add(TxnOp.delete(place.key()));
        if (head != null) {
            ops.add(TxnOp.checkSession(head, place.consulSession().id()));
            ops.add(TxnOp.delete(head));
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
    private void refused(ConsulPlace place, @Nullable ConsulPlace heir, @Nullable String head, Backoff backoff) {
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

    /** Gives up a head key that the session holds, and nothing else; it is nobody's concern once the session is over. */
    void drop(String head, ConsulSession session) {
        dropAgain(head, session, Backoff.ofLoops());
    }

    private void dropAgain(String head, ConsulSession session, Backoff backoff) {
        if (session.isOver()) {
            return;
        }
        List<TxnOp> ops = List.of(TxnOp.checkSession(head, session.id()), TxnOp.delete(head));
        calls.inTurn(() -> calls.tryTxn(ops).stage().whenComplete((answer, thrown) -> {
            calls.giveTurn();
            if (thrown != null) {
                threads.after(backoff.next(), () -> dropAgain(head, session, backoff));
            }
        }));
    }
}
