package dev.holdfast;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import dev.holdfast.spi.WriteCondition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A barrier that holds up all who come to it while it is shut, across processes. It is open until it is first shut, and
 * belongs to no session: it stays shut when whoever shut it dies.
 */
public final class Barrier {

    private static final byte[] SHUT = {'s', 'h', 'u', 't'};

    private final Coordination coordination;
    private final String name;

    Barrier(Coordination coordination, String name) {
        this.coordination = coordination;
        this.name = name;
    }

    /**
     * Shuts the barrier; nothing happens if it is shut. One write.
     *
     * @throws CoordinationException if it is not certain that it was shut; see its kinds. Trying again is safe
     */
    public void shut(Duration within) throws InterruptedException {
        try {
            var unused =
                    coordination.backend().entries().write(key(), SHUT, new WriteCondition.Absent(), deadline(within));
        } catch (Conflict e) {
            // it is shut
        }
    }

    /**
     * Opens the barrier, and lets everybody pass who waits; nothing happens if it is open. One write.
     *
     * @throws CoordinationException if it is not certain that it was opened; see its kinds. Trying again is safe
     */
    public void open(Duration within) throws InterruptedException {
        var unused = coordination.backend().entries().delete(key(), new WriteCondition.Always(), deadline(within));
    }

    /**
     * Returns whether the barrier is open: one linearizable read.
     *
     * @throws CoordinationException if the store could not be asked
     */
    public boolean isOpen(Duration within) throws InterruptedException {
        return coordination.backend().entries().read(key(), deadline(within)).isEmpty();
    }

    /**
     * Waits until the barrier is open, or has been open at any moment since the call: who waits while it is opened and shut
     * again is not held up. The loss of a session does not matter.
     *
     * @return whether it was open; {@code false} if it was shut for the whole time
     * @throws Unavailable if the store told nothing in the whole time
     * @throws InterruptedException if the thread was interrupted
     */
    public boolean await(Duration within) throws InterruptedException {
        Gate gate = new Gate();
        Deadline deadline = deadline(within);
        Observation watch = coordination.backend().entries().watch(key(), gate);
        try {
            if (coordination.isDoneBy(gate.opened, deadline)) {
                return true;
            }
        } finally {
            watch.close();
        }
        if (gate.first == null) {
            throw new Unavailable(
                    "wait at " + this + ": the store did not tell whether it is open in " + within.toMillis() + " ms");
        }
        return false;
    }

    private Deadline deadline(Duration within) {
        return Deadline.after(coordination.ticker(), within);
    }

    private String key() {
        return "barrier/" + name;
    }

    @Override
    public String toString() {
        return "barrier '" + name + "' in " + coordination.scope();
    }

    /** Finds out whether the barrier has been open: it is shut by a new entry each time, and never by another value. */
    private static final class Gate implements EntryListener {

        private final CompletableFuture<Void> opened = new CompletableFuture<>();

        /** The first state that was told; null before. */
        private volatile @Nullable EntryState first;

        @Override
        public void changed(EntryState state) {
            EntryState known = first;
            if (known == null || state.epochChanged()) {
                first = state;
                known = state;
            }
            if (state.entry().isEmpty() || revision(state) != revision(known)) {
                opened.complete(null);
            }
        }

        private static long revision(EntryState state) {
            return state.entry().map(Entry::revision).orElseThrow();
        }

        @Override
        public void confirmed(long atNanos) {
            // nothing has changed
        }
    }
}
