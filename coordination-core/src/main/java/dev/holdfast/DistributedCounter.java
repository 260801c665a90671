package dev.holdfast;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A number that many processes add to; each addition counts exactly once, or is called {@link Indeterminate}. Begins at
 * zero.
 *
 * <p>Keep the object: it remembers what it saw last, so that an addition costs one write while no other process adds. Each
 * time another was first it costs one read and one write more. Threads that share an object take turns.
 *
 * <p>With the value the store keeps the names of the last 16 additions. When an answer is lost, they tell whether the
 * addition was applied, unless more than that have followed it.
 */
public final class DistributedCounter {

    private final Coordination coordination;
    private final String name;
    private final String process = UUID.randomUUID().toString().substring(0, 13);
    private final AtomicLong additions = new AtomicLong();

    /** Threads of one process would only refuse each other. */
    private final Semaphore turn = new Semaphore(1, true);

    /** What was seen last; null while nothing is known. */
    private volatile @Nullable Tally seen;

    DistributedCounter(Coordination coordination, String name) {
        this.coordination = coordination;
        this.name = name;
    }

    /**
     * Adds to the value.
     *
     * @return the value after this addition
     * @throws ArithmeticException if the sum is no {@code long}; nothing was added
     * @throws Unavailable if nothing was added
     * @throws Indeterminate if an answer was lost and it could not be found out in time, or not at all, whether it was
     *     added; it is never added twice
     * @throws InterruptedException if the thread was interrupted; it may have been added
     */
    public long add(long delta, Duration within) throws InterruptedException {
        Deadline deadline = Deadline.after(coordination.ticker(), within);
        if (!turn.tryAcquire(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
            throw new Unavailable(
                    "add " + delta + " to " + this + ": other threads of this process added for the whole "
                            + within.toMillis() + " ms; nothing was added");
        }
        try {
            return new Addition(delta, deadline).run();
        } finally {
            turn.release();
        }
    }

    /**
     * Reads the value linearizably.
     *
     * @throws CoordinationException if the store could not be asked
     */
    public long get(Duration within) throws InterruptedException {
        return read(Deadline.after(coordination.ticker(), within)).value();
    }

    private Tally read(Deadline deadline) throws InterruptedException {
        return Tally.of(toString(), coordination.backend().entries().read(key(), deadline));
    }

    private String key() {
        return "counter/" + name;
    }

    @Override
    public String toString() {
        return "counter '" + name + "' in " + coordination.scope();
    }

    /** One addition, through as many tries as it takes. */
    private final class Addition {

        private final long delta;
        private final Deadline deadline;
        private final String operation = process + '-' + additions.incrementAndGet();

        /** The error of a try whose outcome is not known yet; null if all that were made are known to be refused. */
        private @Nullable Indeterminate doubt;

        Addition(long delta, Deadline deadline) {
            this.delta = delta;
            this.deadline = deadline;
        }

        long run() throws InterruptedException {
            Tally remembered = seen;
            seen = null;
            Tally base = remembered == null || overflows(remembered) ? read(deadline) : remembered;
            while (true) {
                Tally next = next(base);
                if (tryOn(base, next)) {
                    return next.value();
                }
                Tally later = readLater();
                Tally.Fate fate = base.fate(operation, later);
                if (fate == Tally.Fate.APPLIED) {
                    return next.value();
                }
                if (fate == Tally.Fate.UNKNOWN && doubt != null) {
                    throw inDoubt("and too much was added by others since to tell", doubt);
                }
                if (fate != Tally.Fate.OPEN) {
                    doubt = null;
                    base = later;
                }
            }
        }

        private boolean overflows(Tally base) {
            return ((base.value() ^ (base.value() + delta)) & (delta ^ (base.value() + delta))) < 0;
        }

        private Tally next(Tally base) {
            if (overflows(base)) {
                throw new ArithmeticException("add " + delta + " to " + DistributedCounter.this + ", which is at "
                        + base.value() + ": the sum is no long; nothing was added");
            }
            return base.plus(delta, operation);
        }

        /** Returns whether this try was certainly applied. */
        private boolean tryOn(Tally base, Tally next) throws InterruptedException {
            try {
                seen = next.at(coordination
                        .backend()
                        .entries()
                        .write(key(), next.bytes(), base.unchanged(), share())
                        .revision());
                return true;
            } catch (Conflict e) {
                return false;
            } catch (Indeterminate e) {
                doubt = e;
                return false;
            } catch (Unavailable e) {
                if (doubt == null) {
                    throw e;
                }
                pauseInDoubt(doubt);
                return false;
            }
        }

        /** Reads what there is after a try. While one is in doubt, a read that fails is repeated. */
        private Tally readLater() throws InterruptedException {
            while (true) {
                Indeterminate open = doubt;
                try {
                    if (deadline.hasPassed()) {
                        throw new Unavailable("add " + delta + " to " + DistributedCounter.this
                                + ": others were first each time; nothing was added");
                    }
                    return read(share());
                } catch (Unavailable e) {
                    if (open == null) {
                        throw e;
                    }
                    pauseInDoubt(open);
                }
            }
        }

        private void pauseInDoubt(Indeterminate open) throws InterruptedException {
            if (deadline.hasPassed()) {
                throw inDoubt("and it could not be found out in time", open);
            }
            coordination.pause(deadline.orAfter(Queue.RETRY_PAUSE));
        }

        private Indeterminate inDoubt(String why, Indeterminate open) {
            return new Indeterminate(
                    "add " + delta + " to " + DistributedCounter.this + ": an answer was lost, " + why
                            + "; it was added once or not at all",
                    open);
        }

        /** Leaves time to find out what became of a request whose answer is lost. */
        private Deadline share() {
            Duration half = deadline.remaining().dividedBy(2);
            Duration longest = coordination.capabilities().session();
            return deadline.orAfter(half.compareTo(longest) < 0 ? half : longest);
        }
    }
}
