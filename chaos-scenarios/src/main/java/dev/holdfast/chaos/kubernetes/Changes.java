package dev.holdfast.chaos.kubernetes;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.chaos.cluster.Deadline;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Wakes those who wait for something that a watch will show. */
final class Changes {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private long count;

    void happened() {
        lock.lock();
        try {
            count++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the condition came true before the deadline; an interrupt ends the wait and stays set. */
    boolean await(Deadline deadline, BooleanSupplier condition) {
        while (true) {
            long before = count();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (!awaitOther(before, deadline)) {
                return condition.getAsBoolean();
            }
        }
    }

    private long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitOther(long before, Deadline deadline) {
        lock.lock();
        try {
            while (count == before) {
                long left = deadline.leftNanos();
                if (left <= 0) {
                    return false;
                }
                long unused = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
