package dev.holdfast.consul;

import dev.holdfast.consul.Member.Flight;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One own entry in a queue: what is known of it. What is done about it is the business of its {@link Line}. */
final class ConsulPlace implements Place {

    private final Line line;
    private final String key;
    private final long token;
    private final ConsulSession session;
    private final boolean uncertain;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final CompletableFuture<LossReason> gone = new CompletableFuture<>();
    private final AtomicBoolean leaving = new AtomicBoolean();
    /** Whom it waits for, as last seen; null while it is not known to wait. */
    private volatile QueueView.@Nullable Behind behind;

    private final AtomicReference<@Nullable Flight<?>> waiting = new AtomicReference<>();

    /** @param uncertain whether a request that makes the entry may still be on its way to the store */
    ConsulPlace(Line line, String key, long token, ConsulSession session, boolean uncertain) {
        this.line = line;
        this.key = key;
        this.token = token;
        this.session = session;
        this.uncertain = uncertain;
    }

    String key() {
        return key;
    }

    ConsulSession consulSession() {
        return session;
    }

    boolean isUncertain() {
        return uncertain;
    }

    /** Returns whether nothing more is to be done for it: it is gone, or being left. */
    boolean isOver() {
        return gone.isDone() || leaving.get();
    }

    boolean isGone() {
        return gone.isDone();
    }

    boolean isHead() {
        return turn.isDone() && !turn.isCompletedExceptionally();
    }

    void waitsBehind(QueueView.Behind standing) {
        behind = standing;
    }

    /** Returns whether it was last seen directly behind an entry. */
    boolean isDirectlyBehind(ConsulPlace other) {
        QueueView.Behind seen = behind;
        return seen != null && seen.predecessor().key().equals(other.key);
    }

    /** Notes that the entry is at the head; a session that is over gets no turn. */
    void arrive() {
        if (!session.isOver() && !isOver()) {
            turn.complete(null);
        }
    }

    /** Notes that the entry is known to be gone. */
    void end(LossReason reason) {
        if (gone.complete(reason)) {
            stopWaiting();
            turn.completeExceptionally(failure(reason));
        }
    }

    private CoordinationException failure(LossReason reason) {
        String what = "wait in queue at '" + key + "' on Consul (" + session + ')';
        return switch (reason) {
            case RELEASED -> new Unavailable(what + ": given up; the entry is removed");
            case REVOKED -> new Unavailable(what + ": the entry was removed by somebody else");
            case EXPIRED, SESSION_ENDED, CLOSED -> new SessionExpired(what + ": the session is over");
        };
    }

    /** Keeps the request that waits for the turn, so that it is given up when nobody waits any more. */
    void waitsBy(Flight<?> flight) {
        waiting.set(flight);
        if (isOver()) {
            flight.giveUp();
        }
    }

    private void stopWaiting() {
        Flight<?> flight = waiting.getAndSet(null);
        if (flight != null) {
            flight.giveUp();
        }
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public String entry() {
        return key;
    }

    @Override
    public boolean follows(String entry) {
        return false;
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public CompletionStage<Void> turn() {
        return turn;
    }

    @Override
    public CompletionStage<LossReason> gone() {
        return gone.minimalCompletionStage();
    }

    @Override
    public CompletionStage<Void> leave() {
        if (leaving.compareAndSet(false, true)) {
            stopWaiting();
            line.remove(this);
        }
        return gone.<Void>thenApply(reason -> null).minimalCompletionStage();
    }

    @Override
    public String toString() {
        return key + '@' + token;
    }
}
