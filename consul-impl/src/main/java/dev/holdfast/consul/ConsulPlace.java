package dev.holdfast.consul;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One own entry in a queue: what is known of it. What is done about it is the business of its {@link Line}. */
final class ConsulPlace implements Place {

    private final Line line;
    private final String key;
    private final long token;
    private final ConsulSession session;
    private final int seats;
    private final boolean uncertain;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final CompletableFuture<LossReason> gone = new CompletableFuture<>();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final Outlook outlook;

    /** Whether the turn has come in the queue, while a head key may still be missing. */
    private volatile boolean taking;

    /** The head key that the session holds for this place; null while it holds none. */
    private volatile @Nullable HeadKey headKey;

    /** The own entry from which the head key was taken over; empty if it was not. */
    private volatile String inheritedFrom = "";

    /**
     * Creates a place.
     *
     * @param seats how many at the front of the queue have their turn
     * @param uncertain whether a request that makes the entry may still be on its way to the store
     */
    ConsulPlace(Line line, String key, long token, ConsulSession session, int seats, boolean uncertain) {
        this.line = line;
        this.key = key;
        this.token = token;
        this.session = session;
        this.seats = seats;
        this.uncertain = uncertain;
        this.outlook = new Outlook(seats, token);
    }

    String key() {
        return key;
    }

    ConsulSession consulSession() {
        return session;
    }

    int seats() {
        return seats;
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

    /** Returns whether its turn in the queue has not come yet. */
    boolean isWaiting() {
        return !taking && !turn.isDone() && !isOver();
    }

    /** Returns whether its turn in the queue has come, while a head key is still missing. */
    boolean isHeldBack() {
        return taking && !turn.isDone() && !isOver();
    }

    Outlook outlook() {
        return outlook;
    }

    Line line() {
        return line;
    }

    boolean isDirectlyBehind(ConsulPlace other) {
        return outlook.predecessor().equals(other.key) && session == other.session;
    }

    /** Notes that its turn in the queue has come; returns whether that is news. */
    synchronized boolean beginTaking() {
        boolean news = !taking;
        taking = true;
        outlook.needsNobody();
        return news;
    }

    /** Notes that it has its turn; a session that is over gets none. */
    void arrive() {
        beginTaking();
        if (!session.isOver() && !isOver()) {
            turn.complete(null);
        }
    }

    @Nullable
    HeadKey headKey() {
        return headKey;
    }

    void holds(@Nullable HeadKey taken) {
        headKey = taken;
    }

    void inherits(HeadKey taken, ConsulPlace from) {
        beginTaking();
        headKey = taken;
        inheritedFrom = from.key;
    }

    /** Notes that the entry is known to be gone. */
    void end(LossReason reason) {
        line.drop(this);
        if (gone.complete(reason)) {
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

    @Override
    public long token() {
        return token;
    }

    @Override
    public String entry() {
        return key;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where a head key is taken as well, only the place that has taken it over from that entry follows it.
     */
    @Override
    public boolean follows(String entry) {
        return !isOver() && (line.takesHeadKey(this) ? inheritedFrom : outlook.predecessor()).equals(entry);
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
        return gone;
    }

    @Override
    public CompletionStage<Void> leave() {
        if (leaving.compareAndSet(false, true)) {
            line.remove(this);
        }
        return gone.thenApply(reason -> null);
    }

    @Override
    public String toString() {
        return key + '@' + token;
    }
}
