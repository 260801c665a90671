package dev.holdfast.consul;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.consul.OwnPlaces.Want;
import dev.holdfast.consul.Waits.Wait;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one wait for all own places in a queue: for what they need to know next. Safe for many threads. */
final class LineWait {

    private final String prefix;
    private final Roll roll;
    private final Waits waits;
    private final Supplier<Want> wanted;
    private final Predicate<Listing> told;
    private final Runnable unknown;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean looking;

    @GuardedBy("lock")
    private String awaited = "";

    /** The store's position from which on the wait hears of changes. */
    @GuardedBy("lock")
    private long awaitedFrom;

    /** How often something else began to be waited for, be it the same key again. */
    @GuardedBy("lock")
    private long turns;

    @GuardedBy("lock")
    private @Nullable Wait wait;

    /**
     * @param wanted what the waiting places need to know next
     * @param told asked with each listing that differs, until it says that the wait is over
     * @param unknown runs when the queue must be looked at anew: what was waited for has come, or cannot be told
     */
    LineWait(String prefix, Roll roll, Waits waits, Supplier<Want> wanted, Predicate<Listing> told, Runnable unknown) {
        this.prefix = prefix;
        this.roll = roll;
        this.waits = waits;
        this.wanted = wanted;
        this.told = told;
        this.unknown = unknown;
    }

    /** Waits for what the waiting places need to know next, if that is not waited for already. */
    void advance() {
        Wait surplus;
        synchronized (lock) {
            Want want = wanted.get();
            String next = looking ? "" : want.key();
            if (next.equals(awaited) && want.from() >= awaitedFrom) {
                return;
            }
            awaited = next;
            awaitedFrom = want.from();
            turns++;
            surplus = wait;
            wait = null;
        }
        if (surplus != null) {
            surplus.cancel();
        }
        begin();
    }

    private void begin() {
        String key;
        long index;
        long turn;
        synchronized (lock) {
            key = awaited;
            index = awaitedFrom;
            turn = turns;
        }
        if (key.isEmpty()) {
            return;
        }
        Wait begun = key.equals(prefix)
                ? waits.names(roll, prefix, index, told, () -> again(key))
                : waits.key(roll, key, index, () -> again(key));
        boolean surplus;
        synchronized (lock) {
            // the key alone does not tell: this wait may be over already, and the next one for the same key on its way
            surplus = turn != turns || wait != null;
            if (!surplus) {
                wait = begun;
            }
        }
        if (surplus) {
            begun.cancel();
        }
    }

    private void again(String key) {
        if (over(key)) {
            unknown.run();
        }
    }

    /** Notes that a wait has ended by itself; returns whether it was the present one. */
    @CanIgnoreReturnValue
    boolean over(String key) {
        synchronized (lock) {
            if (!key.equals(awaited)) {
                return false;
            }
            wait = null;
            awaited = "";
            turns++;
            return true;
        }
    }

    /** Notes that the queue is being read, so that nothing need be waited for; returns whether it was not already. */
    boolean beginLooking() {
        synchronized (lock) {
            boolean begins = !looking;
            looking = true;
            return begins;
        }
    }

    void endLooking() {
        synchronized (lock) {
            looking = false;
        }
    }
}
