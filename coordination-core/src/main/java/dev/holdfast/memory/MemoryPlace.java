package dev.holdfast.memory;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An entry in a queue, and what its client knows of it. */
final class MemoryPlace implements Place {

    private final MemorySession session;
    private final String queue;
    private final String label;
    private final int seats;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final CompletableFuture<LossReason> gone = new CompletableFuture<>();
    private final CompletableFuture<Void> leaving = new CompletableFuture<>();
    private volatile long token;

    /** The entry directly before, as last seen; empty if there was none. */
    private volatile String predecessor = "";

    MemoryPlace(MemorySession session, String queue, String label, int seats) {
        this.session = session;
        this.queue = queue;
        this.label = label;
        this.seats = seats;
    }

    MemorySession owner() {
        return session;
    }

    MemoryLink link() {
        return session.link();
    }

    String queue() {
        return queue;
    }

    String label() {
        return label;
    }

    int seats() {
        return seats;
    }

    void entered(long atRevision, String before) {
        token = atRevision;
        predecessor = before;
    }

    void arrive() {
        turn.complete(null);
    }

    /** The entry is gone, and not by its client's will. */
    void lose(LossReason reason, CoordinationException known) {
        turn.completeExceptionally(known);
        gone.complete(reason);
        leaving.complete(null);
    }

    /** The entry is gone, as its client wanted. */
    void left() {
        lose(LossReason.RELEASED, session.over(this + ", which was left,"));
    }

    boolean isGone() {
        return gone.isDone();
    }

    @Override
    public long token() {
        return token;
    }

    @Override
    public String entry() {
        return queue + '#' + token;
    }

    @Override
    public boolean follows(String entry) {
        return predecessor.equals(entry);
    }

    @Override
    public Session session() {
        return session;
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
        link().leave(this);
        return leaving.minimalCompletionStage();
    }

    @Override
    public String toString() {
        return "place " + token + " in '" + queue + "'";
    }
}
