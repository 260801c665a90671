package dev.holdfast.etcd;

import dev.holdfast.etcd.QueueRequests.Outlook;
import dev.holdfast.etcd.QueueRequests.Outlook.AtHead;
import dev.holdfast.etcd.QueueRequests.Outlook.Behind;
import dev.holdfast.etcd.QueueRequests.Outlook.Removed;
import dev.holdfast.etcd.Reply.Answered;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import dev.holdfast.spi.Ticker;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.TxnResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An own key in a queue. Waits for the removal of its predecessor's key, and of its own; when the predecessor is gone,
 * one read tells whether the own key is still there and who is before it now. Its state changes on the event loop alone.
 */
final class EtcdPlace implements Place {

    /** A right held for less than this never needs a watch: the end of its session ends it anyway. */
    private static final long GUARD_MS = 100;

    private static final long RETRY_MS = 50;

    private final Surroundings around;
    private final QueueRequests requests;
    private final EtcdSession session;
    private final long token;
    private final Removal removal;
    private final Consumer<LossReason> onSessionEnd = this::sessionOver;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final CompletableFuture<LossReason> gone = new CompletableFuture<>();
    private final CompletableFuture<LossReason> sessionEnded = new CompletableFuture<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private @Nullable Subscription before;
    private @Nullable Subscription guard;
    private Runnable guarding = () -> {};

    /** What all places of one connection share. */
    record Surroundings(
            Calls calls, EventLoop loop, WatchHub hub, LeaseKeeper keeper, LeaseSource leases, Ticker ticker) {}

    /** @param repeated whether a request to enter may still be under way */
    EtcdPlace(Surroundings around, QueueRequests requests, EtcdSession session, long token, boolean repeated) {
        this.around = around;
        this.requests = requests;
        this.session = session;
        this.token = token;
        this.removal = new Removal(
                around.calls(),
                around.loop(),
                session,
                repeated ? requests.withdraw() : requests.leave(),
                this::removed);
    }

    /** Begins with nobody before it. */
    EtcdPlace startAtHead() {
        turn.complete(null);
        return begin(() -> {});
    }

    /** Begins behind another. */
    EtcdPlace startBehind(Contender predecessor) {
        return begin(() -> waitFor(predecessor, token));
    }

    /** Begins without knowing who is before it. */
    EtcdPlace startBlind() {
        return begin(this::look);
    }

    private EtcdPlace begin(Runnable first) {
        session.bind(onSessionEnd);
        around.loop().execute(first);
        guarding = around.loop().after(TimeUnit.MILLISECONDS.toNanos(GUARD_MS), this::guard);
        return this;
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public String entry() {
        return requests.key().toStringUtf8();
    }

    @Override
    public boolean follows(String entry) {
        return false;
    }

    @Override
    public Session session() {
        return new Bond();
    }

    @Override
    public CompletionStage<Void> turn() {
        return turn.minimalCompletionStage();
    }

    @Override
    public CompletionStage<LossReason> gone() {
        return gone.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Void> leave() {
        if (leaving.compareAndSet(false, true)) {
            guarding.run();
            if (!gone.isDone()) {
                removal.start();
            }
        }
        return left.minimalCompletionStage();
    }

    private void guard() {
        if (!gone.isDone() && !leaving.get()) {
            Contender own = new Contender(requests.key(), token);
            guard = around.hub().subscribe(new KeyGone(own, revision -> ownKeyGone()), token);
        }
    }

    private void waitFor(Contender predecessor, long known) {
        if (!turn.isDone() && !leaving.get()) {
            before = around.hub().subscribe(new KeyGone(predecessor, revision -> look()), known);
        }
    }

    private void look() {
        stopWaiting();
        if (turn.isDone() || leaving.get()) {
            return;
        }
        around.calls()
                .once(KVGrpc.getTxnMethod(), requests.look(token))
                .thenAccept(reply -> around.loop().execute(() -> looked(reply)));
    }

    private void looked(Reply<TxnResponse> reply) {
        if (turn.isDone() || leaving.get()) {
            return;
        }
        if (reply instanceof Answered<TxnResponse> answered) {
            act(
                    requests.outlook(answered.value(), token),
                    answered.value().getHeader().getRevision());
        } else {
            around.loop().after(TimeUnit.MILLISECONDS.toNanos(RETRY_MS), this::look);
        }
    }

    private void act(Outlook outlook, long revision) {
        if (outlook instanceof Behind behind) {
            waitFor(behind.predecessor(), revision);
        } else if (outlook instanceof AtHead) {
            turn.complete(null);
        } else if (outlook instanceof Removed) {
            ownKeyGone();
        } else {
            throw new IllegalStateException("unknown " + outlook);
        }
    }

    /** The own key went without being asked: with its lease, or by somebody else's hand. */
    private void ownKeyGone() {
        if (gone.isDone() || leaving.get()) {
            return;
        }
        stopWaiting();
        around.leases().isThere(session).thenAccept(there -> {
            if (!there) {
                around.keeper().gone(session);
            }
            around.loop().execute(() -> over(LossReason.REVOKED));
        });
    }

    private void removed() {
        over(LossReason.RELEASED);
    }

    private void sessionOver(LossReason reason) {
        sessionEnded.complete(reason);
        over(reason);
    }

    private void over(LossReason reason) {
        if (gone.isDone()) {
            return;
        }
        session.unbind(onSessionEnd);
        guarding.run();
        stopWaiting();
        if (guard != null) {
            around.hub().unsubscribe(guard);
        }
        removal.stop();
        gone.complete(reason);
        turn.completeExceptionally(tooLate(reason));
        left.complete(null);
    }

    private CoordinationException tooLate(LossReason reason) {
        String what = "wait for the turn of " + requests.key().toStringUtf8() + " (token " + token + ") on etcd: ";
        return switch (reason) {
            case SESSION_ENDED, EXPIRED, CLOSED ->
                new SessionExpired(what + "its session " + session.id() + " is over");
            case RELEASED -> new Unavailable(what + "it was withdrawn");
            case REVOKED -> new Unavailable(what + "its key was removed by somebody else; the right was not obtained");
        };
    }

    private void stopWaiting() {
        if (before != null) {
            around.hub().unsubscribe(before);
            before = null;
        }
    }

    @Override
    public String toString() {
        return "Place(" + requests.key().toStringUtf8() + ", token " + token + ')';
    }

    /** The session as this place sees it: what waits for its end goes with the place, not with the session. */
    private final class Bond implements Session {
        @Override
        public String id() {
            return session.id();
        }

        @Override
        public long validUntilNanos() {
            return session.validUntilNanos();
        }

        @Override
        public CompletionStage<LossReason> ended() {
            return sessionEnded.minimalCompletionStage();
        }
    }
}
