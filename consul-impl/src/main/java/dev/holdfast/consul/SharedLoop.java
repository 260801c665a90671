package dev.holdfast.consul;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.consul.PollLoop.Sink;
import dev.holdfast.spi.Contention.Observation;
import java.util.function.Predicate;

/**
 * Follows a key or a prefix without a blocking query of its own, until closed: reads it whenever a {@link Roll} tells that
 * something of its kind has changed. Every read is a consistent one, and one is under way at most, so that what is told
 * never goes back.
 */
final class SharedLoop implements Observation, Predicate<Listing> {

    private final Calls calls;
    private final ConsulThreads threads;
    private final String key;
    private final boolean recurse;
    private final Sink sink;
    private final Gate gate = new Gate();
    private final Backoff backoff = Backoff.ofLoops();
    private final Object lock = new Object();

    /** The position of the kind of key when the last read was sent, or before. */
    @GuardedBy("lock")
    private long seen = -1;

    @GuardedBy("lock")
    private boolean looking;

    @GuardedBy("lock")
    private boolean lookAgain;

    /** The position of the last answer; touched only by the one read under way. */
    private volatile long index;

    SharedLoop(Calls calls, ConsulThreads threads, String key, boolean recurse, Sink sink) {
        this.calls = calls;
        this.threads = threads;
        this.key = key;
        this.recurse = recurse;
        this.sink = sink;
    }

    SharedLoop start(Roll roll) {
        roll.add(this);
        return this;
    }

    /** Takes in a listing; returns whether no more is wanted. */
    @Override
    public boolean test(Listing listing) {
        if (gate.isClosed()) {
            return true;
        }
        boolean quiet;
        boolean look;
        synchronized (lock) {
            boolean same = listing.index() == seen;
            quiet = same && !looking;
            look = !same && !looking;
            lookAgain |= !same && looking;
            looking |= look;
            seen = listing.index();
        }
        if (quiet) {
            gate.pass(() -> sink.confirmed(listing.sentNanos()));
        } else if (look) {
            look();
        }
        return false;
    }

    private void look() {
        if (gate.isClosed()) {
            return;
        }
        calls.inTurn(() -> calls.tryRead(key, recurse).stage().whenComplete((answer, thrown) -> {
            calls.giveTurn();
            if (thrown != null) {
                threads.after(backoff.next(), this::look);
                return;
            }
            backoff.reset();
            boolean back = PollLoop.isBack(index, answer.index());
            index = answer.index();
            gate.pass(() -> sink.told(answer, back));
            looked();
        }));
    }

    private void looked() {
        boolean again;
        synchronized (lock) {
            again = lookAgain;
            lookAgain = false;
            looking = again;
        }
        if (again) {
            look();
        }
    }

    @Override
    public void close() {
        gate.close();
    }
}
