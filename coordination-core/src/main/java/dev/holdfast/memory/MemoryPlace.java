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
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final CompletableFuture<LossReason> gone = new CompletableFuture<>();
    private final CompletableFuture<Void> leaving = new CompletableFuture<>();
    private volatile long token;

    MemoryPlace(MemorySession session, String queue, String label) {
        this.session = session;
        this.queue = queue;
        this.label = label;
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

    void entered(long atRevision) {
        token = atRevision;
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
