package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.model.CoordinationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The turn of a place, and what the place has to wait for until then. That is watched from when somebody asks for the
 * turn: a place to which its own process passes the right on never needs it.
 */
final class Turn implements Ahead.Listener {

    private final WatchRouter watches;
    private final Wire wire;
    private final OwnNode node;
    private final Runnable unclear;
    private final CompletableFuture<Void> turn = new CompletableFuture<>();
    private final Object lock = new Object();

    /** Null until somebody was before the place: most places never wait. */
    @GuardedBy("lock")
    private @Nullable Ahead ahead;

    @GuardedBy("lock")
    private boolean isAskedFor;

    /** Where the place stands; null once that is watched, or if it must be read first. */
    @GuardedBy("lock")
    private Standing.@Nullable Behind unwatched;

    /** @param unclear runs when the queue must be read to know where the place stands */
    Turn(WatchRouter watches, Wire wire, OwnNode node, Runnable unclear) {
        this.watches = watches;
        this.wire = wire;
        this.node = node;
        this.unclear = unclear;
    }

    /**
     * Returns what completes with the turn.
     *
     * @param watching is given what completes when the watches are set, if they are set now
     */
    CompletableFuture<Void> ask(Consumer<CompletableFuture<?>> watching) {
        Standing.Behind behind;
        synchronized (lock) {
            isAskedFor = true;
            behind = unwatched;
            unwatched = null;
        }
        if (behind != null && !turn.isDone()) {
            watching.accept(ahead().follow(wire, behind));
        }
        return turn;
    }

    boolean isDone() {
        return turn.isDone();
    }

    /** Returns whether the turn has come, and did not end otherwise. */
    boolean hasCome() {
        return turn.isDone() && !turn.isCompletedExceptionally();
    }

    /** Returns whether the node of this path was directly before the place. */
    boolean follows(String path) {
        Ahead before;
        synchronized (lock) {
            before = ahead;
        }
        return before != null && before.isDirectly(path);
    }

    void front(Standing.Front front) {
        if (!front.predecessor().isEmpty()) {
            ahead().note(front.predecessor());
        }
        arrived();
    }

    CompletableFuture<?> behind(Standing.Behind behind) {
        ahead().note(behind.predecessor());
        synchronized (lock) {
            if (!isAskedFor) {
                unwatched = behind;
                return CompletableFuture.completedFuture(true);
            }
        }
        return ahead().follow(wire, behind);
    }

    private Ahead ahead() {
        synchronized (lock) {
            if (ahead == null) {
                ahead = new Ahead(watches, node.queue(), this);
            }
            return ahead;
        }
    }

    @Override
    public void arrived() {
        forget();
        turn.complete(null);
    }

    @Override
    public void unclear() {
        unclear.run();
    }

    void fail(CoordinationException why) {
        turn.completeExceptionally(why);
    }

    void disconnected() {
        Ahead before;
        synchronized (lock) {
            before = ahead;
            unwatched = null;
        }
        if (before != null) {
            before.disconnected();
        }
    }

    /** Ends the watching. */
    void forget() {
        Ahead before;
        synchronized (lock) {
            before = ahead;
            unwatched = null;
        }
        if (before != null) {
            before.forget();
        }
    }
}
