package dev.holdfast.chaos.wire;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** What is to happen once to one message, and whether it has. */
public final class Order {

    private final Part part;
    private final Manner manner;
    private final Predicate<Request> which;
    private final AtomicInteger left;
    private final CountDownLatch fired = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Order(Part part, Manner manner, Predicate<Request> which, int nth) {
        if (nth < 1) {
            throw new IllegalArgumentException("nth must be >= 1, was " + nth);
        }
        this.part = part;
        this.manner = manner;
        this.which = which;
        this.left = new AtomicInteger(nth);
    }

    /** Which half of an exchange is meant. */
    public enum Part {
        /** Lost or held before it reaches the member. */
        REQUEST,
        /** Lost or held when it has come from the member, which has done what was asked. */
        REPLY
    }

    /** What happens to the message. */
    public enum Manner {
        /** It is lost, and the client's connection breaks at this moment. */
        BREAK,
        /** It is lost; the connection stays. */
        SILENCE,
        /** It waits, and what comes after it in the same stream with it, until {@link Order#release}. */
        HOLD
    }

    /** Returns whether the message came by, and was lost or is held. */
    public boolean hasFired() {
        return fired.getCount() == 0;
    }

    /** Waits until {@link #hasFired}; false if that was not in time. */
    public boolean awaitFired(Duration within) throws InterruptedException {
        return fired.await(within.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets a held message pass, now or when it comes. */
    public void release() {
        released.countDown();
    }

    Part part() {
        return part;
    }

    Manner manner() {
        return manner;
    }

    /** Counts a message; true if it is the one that is meant. */
    boolean isMeant(Request message) {
        return left.get() > 0 && which.test(message) && left.decrementAndGet() == 0;
    }

    void fire() {
        fired.countDown();
    }

    void awaitRelease() throws InterruptedException {
        released.await();
    }
}
