package dev.holdfast.consul;

import dev.holdfast.consul.Calls.Repeat;
import dev.holdfast.consul.Calls.Unanswered;
import dev.holdfast.consul.Calls.Written;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One request to enter a queue, from its beginning to a place or to what is known instead. Keeps no thread. */
final class Entering {

    private final QueueContention contention;
    private final SessionKeeper keeper;
    private final ConsulThreads threads;
    private final Calls calls;
    private final Ghosts ghosts;
    private final String queue;
    private final byte[] label;
    private final int seats;
    private final Deadline deadline;
    private final CompletableFuture<Place> outcome = new CompletableFuture<>();

    Entering(
            QueueContention contention,
            SessionKeeper keeper,
            ConsulThreads threads,
            Calls calls,
            Ghosts ghosts,
            String queue,
            byte[] label,
            int seats,
            Deadline deadline) {
        this.contention = contention;
        this.keeper = keeper;
        this.threads = threads;
        this.calls = calls;
        this.ghosts = ghosts;
        this.queue = queue;
        this.label = label;
        this.seats = seats;
        this.deadline = deadline;
    }

    CompletableFuture<Place> start() {
        CompletableFuture<ConsulSession> session = keeper.sessions().next();
        if (!session.isDone()) {
            alarm(() -> outcome.completeExceptionally(keeper.sessions().none()));
        }
        var unused = session.whenComplete((made, refusal) -> {
            if (refusal != null) {
                Throwable cause = refusal instanceof CompletionException ? refusal.getCause() : refusal;
                outcome.completeExceptionally(cause == null ? refusal : cause);
            } else if (!outcome.isDone()) {
                lock(made);
            }
        });
        return outcome;
    }

    private void alarm(Runnable late) {
        Runnable revoke = threads.after(deadline.remaining(), late);
        var unused = outcome.whenComplete((place, failure) -> revoke.run());
    }

    private void lock(ConsulSession session) {
        String prefix = contention.prefix(queue);
        String key = prefix + UUID.randomUUID();
        String what = "enter queue '" + queue + "' on Consul as '" + key + "' (" + session + ')';
        List<TxnOp> ops = List.of(TxnOp.lock(key, label, session.id()), TxnOp.getTree(prefix));
        Sending sending = calls.write(what, ops, Repeat.HARMLESS, deadline);
        sending.stage().whenComplete((written, failure) -> {
            if (failure == null) {
                entered(key, session, written, what);
            } else {
                failed(key, session, failure);
            }
        });
        if (!sending.isDone()) {
            var unused = outcome.whenComplete((place, failure) -> sending.abandon());
        }
    }

    private void entered(String key, ConsulSession session, Written written, String what) {
        QueueView view = QueueView.of(contention.prefix(queue), written.values());
        ConsulPlace place = contention.place(queue, key, session, seats, view, written.isUncertain());
        if (place == null) {
            ghosts.watch(key, session);
            outcome.completeExceptionally(
                    new Indeterminate(what + ": the answer does not name the entry; it is removed"));
            return;
        }
        if (outcome.isDone()) {
            place.leave();
            return;
        }
        place.line().entered(place, view, () -> give(place));
        if (!outcome.isDone()) {
            // its turn has come, but a head key is still asked for
            alarm(() -> give(place));
        }
    }

    private void give(Place place) {
        if (!outcome.complete(place) && outcome.isCancelled()) {
            place.leave();
        }
    }

    private void failed(String key, ConsulSession session, Throwable failure) {
        boolean over = false;
        boolean uncertain = true;
        Throwable known = failure;
        if (failure instanceof Unanswered unanswered) {
            known = unanswered.known();
            over = known instanceof SessionExpired;
            uncertain = unanswered.isUncertain();
        }
        if (over) {
            keeper.check();
        } else if (uncertain) {
            ghosts.watch(key, session);
        }
        outcome.completeExceptionally(known);
    }
}
