package dev.holdfast.etcd;

import dev.holdfast.etcd.Calls.Answer;
import dev.holdfast.etcd.Calls.Repeat;
import dev.holdfast.etcd.QueueRequests.Entered;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.TxnResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to enter a queue. Each of its steps is brought about by an answer; no thread waits. Cancelling it lets what
 * is under way end, and takes back what it has made.
 */
final class Entering extends CompletableFuture<Place> {

    private final Surroundings around;
    private final String queue;
    private final String label;
    private final Deadline deadline;
    private final Function<EtcdSession, QueueRequests> requestsOfSession;
    private volatile @Nullable Asking<?, TxnResponse> asking;

    /** @param requestsOfSession makes the requests for a new attempt that is bound to a session */
    Entering(
            Surroundings around,
            String queue,
            String label,
            Deadline deadline,
            Function<EtcdSession, QueueRequests> requestsOfSession) {
        this.around = around;
        this.queue = queue;
        this.label = label;
        this.deadline = deadline;
        this.requestsOfSession = requestsOfSession;
    }

    Entering start() {
        EtcdSession session = around.keeper().current();
        if (session != null) {
            enter(session);
        } else {
            CompletableFuture<EtcdSession> awaited =
                    around.keeper().awaitCurrent(deadline, "enter '" + queue + "' on etcd");
            var unused = awaited.whenComplete((made, failure) -> {
                if (failure == null) {
                    enter(made);
                } else {
                    completeExceptionally(failure);
                }
            });
        }
        return this;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        Asking<?, TxnResponse> begun = asking;
        if (cancelled && begun != null) {
            begun.stop();
        }
        return cancelled;
    }

    private void enter(EtcdSession session) {
        if (isDone()) {
            return;
        }
        QueueRequests requests = requestsOfSession.apply(session);
        var asked = new Asking<>(
                around.calls(),
                KVGrpc.getTxnMethod(),
                requests.enter(label),
                Repeat.IDEMPOTENT,
                deadline,
                () -> "enter '"
                        + queue + "' on etcd (session " + session.id()
                        + "; an entry made unseen is withdrawn, and ends with the session at the latest)");
        asking = asked;
        if (isCancelled()) {
            session.release(requests.key());
            return;
        }
        var unused = asked.whenComplete((answer, failure) -> {
            if (failure == null) {
                entered(requests, session, answer);
            } else {
                notEntered(requests, session, failure);
            }
        });
        asked.start();
    }

    private void entered(QueueRequests requests, EtcdSession session, Answer<TxnResponse> answer) {
        TxnResponse response = answer.value();
        around.loop().run(() -> around.hub().seen(response.getHeader()));
        Optional<Entered> entered = requests.entered(response);
        if (entered.isEmpty()) {
            withdraw(requests, session);
            completeExceptionally(new Indeterminate("enter '" + queue + "' on etcd: its key "
                    + requests.key().toStringUtf8() + " was made and removed by somebody else meanwhile"));
            return;
        }
        long token = entered.get().token();
        List<Contender> before = entered.get().before();
        boolean waits = !requests.isOpen() && before.size() >= requests.seats();
        EtcdPlace place = new EtcdPlace(around, requests, session, token, answer.repeated(), waits);
        place.start(before, response.getHeader().getRevision());
        if (!complete(place)) {
            place.leave();
        }
    }

    /** What is not known to have failed may yet be applied: it is kept from that. */
    private void notEntered(QueueRequests requests, EtcdSession session, Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof SessionExpired) {
            around.keeper().gone(session);
        } else if (failure instanceof Indeterminate) {
            withdraw(requests, session);
        } else if (failure instanceof Unavailable) {
            session.release(requests.key());
        }
        completeExceptionally(failure);
    }

    private void withdraw(QueueRequests requests, EtcdSession session) {
        new Removal(around, session, requests.withdraw(), clean -> {}).start();
    }
}
