package dev.holdfast.etcd;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An own key in a queue. What it watches changes on the event loop alone; all else may be done by any thread. */
final class EtcdPlace implements Place {

    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedStage(null);

    private final Surroundings around;
    private final QueueRequests requests;
    private final EtcdSession session;
    private final long token;
    private final boolean repeated;
    private final CompletableFuture<LossReason> gone = new CompletableFuture<>();

    /** Null if the turn came with entering. */
    private final @Nullable CompletableFuture<Void> turn;

    /** Null if the turn came with entering; used on the event loop. */
    private final @Nullable Waiting waiting;

    private final OwnKey own;

    /** Who is directly before this one, as it was last looked at; null if nobody was. */
    private volatile @Nullable Contender predecessor;

    @GuardedBy("this")
    private boolean leaving;

    @GuardedBy("this")
    private boolean over;

    /**
     * @param repeated whether a request to enter may still be under way
     * @param waits whether it has to wait for its turn
     */
    EtcdPlace(
            Surroundings around,
            QueueRequests requests,
            EtcdSession session,
            long token,
            boolean repeated,
            boolean waits) {
        this.around = around;
        this.requests = requests;
        this.session = session;
        this.token = token;
        this.repeated = repeated;
        this.own = new OwnKey(this, waits);
        this.turn = waits ? new CompletableFuture<>() : null;
        this.waiting = !waits ? null : requests.isExclusive() ? new Chain(this) : new Crowd(this);
    }

    /** @param before who was before it at a revision, nearest first */
    void start(List<Contender> before, long revision) {
        before.stream().findFirst().ifPresent(this::follow);
        session.bind(this);
        around.loop().run(() -> {
            if (waiting != null) {
                waiting.start(before, revision);
            } else {
                guardSoon();
            }
        });
    }

    Surroundings around() {
        return around;
    }

    QueueRequests requests() {
        return requests;
    }

    EtcdSession bond() {
        return session;
    }

    ByteString key() {
        return requests.key();
    }

    Contender self() {
        return new Contender(requests.key(), token);
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public String entry() {
        return requests.key().toStringUtf8();
    }

    /** A predecessor stays the last one known when it is gone: nobody can enter between, for create revisions rise. */
    @Override
    public boolean follows(String entry) {
        Contender before = predecessor;
        return before != null && isStaying() && before.key().toStringUtf8().equals(entry);
    }

    void follow(Contender nearest) {
        predecessor = nearest;
    }

    @Override
    public Session session() {
        return session;
    }

    /**
     * Being asked for the first time has the predecessor watched. A place whose process passes the right on to it before
     * anybody asks needs no watch for that.
     */
    @Override
    public CompletionStage<Void> turn() {
        if (turn == null || waiting == null) {
            return AT_ONCE;
        }
        if (!turn.isDone()) {
            around.loop().run(waiting::asked);
        }
        return turn.minimalCompletionStage();
    }

    boolean hasTurn() {
        return turn == null || (turn.isDone() && !turn.isCompletedExceptionally());
    }

    /** The place is among the seats at the front. */
    void arrive() {
        if (turn != null && turn.complete(null)) {
            guardSoon();
        }
    }

    /** Has the own key watched in a moment, unless something else watches it by then. */
    void guardSoon() {
        around.guards().add(own, around.ticker().nanos());
    }

    /**
     * The same for a place that most likely is asked for no watch: a right that passes through places of one process does
     * so in less. If it does not, nobody may be granted it by a key that was removed long ago.
     */
    void guardLater() {
        around.lateGuards().add(own, around.ticker().nanos());
    }

    /** Not copied for the caller: a lock that is held keeps as few objects as can be. */
    @Override
    public CompletionStage<LossReason> gone() {
        return gone;
    }

    @Override
    public CompletionStage<Void> leave() {
        boolean first;
        synchronized (this) {
            first = !leaving && !over;
            leaving = true;
        }
        if (first) {
            new Removal(
                            around,
                            session,
                            repeated ? requests.withdraw() : requests.leave(),
                            clean -> over(LossReason.RELEASED, clean && !repeated))
                    .start();
        }
        return gone.thenAccept(reason -> {});
    }

    /** Returns whether the key is to be there, and was not found missing. */
    boolean isStaying() {
        synchronized (this) {
            return !leaving && !over;
        }
    }

    OwnKey own() {
        return own;
    }

    /** The own key went without being asked: with its lease, or by somebody else's hand. Who has it next may know already. */
    void missing() {
        if (isStaying()) {
            over(LossReason.REVOKED, false);
            around.keeper().doubt(session);
        }
    }

    void sessionOver(LossReason reason) {
        over(reason, false);
    }

    private void over(LossReason reason, boolean clean) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        session.unbind(this, clean);
        around.loop().run(own::unwatch);
        gone.complete(reason);
        if (turn != null) {
            turn.completeExceptionally(tooLate(reason));
        }
    }

    private CoordinationException tooLate(LossReason reason) {
        String what = "wait for the turn of " + entry() + " (token " + token + ") on etcd: ";
        return switch (reason) {
            case SESSION_ENDED, EXPIRED, CLOSED ->
                new SessionExpired(what + "its session " + session.id() + " is over");
            case RELEASED -> new Unavailable(what + "it was withdrawn");
            case REVOKED -> new Unavailable(what + "its key was removed by somebody else; the right was not obtained");
        };
    }

    @Override
    public String toString() {
        return "Place(" + entry() + ", token " + token + ')';
    }
}
