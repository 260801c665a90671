package dev.holdfast.consul;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;

/** Lets a bounded number of requests be under way at once; the others wait in the order in which they came, here. */
final class Turns {

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Deque<Runnable> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private int free;

    Turns(int atOnce) {
        this.free = atOnce;
    }

    /**
     * Runs a task, which must not block, as soon as it has a turn: now, or on the thread that gives one back.
     *
     * @return whether it ran now
     */
    boolean take(Runnable task) {
        synchronized (lock) {
            if (free == 0) {
                waiting.addLast(task);
                return false;
            }
            free--;
        }
        task.run();
        return true;
    }

    void give() {
        Runnable next;
        synchronized (lock) {
            next = waiting.pollFirst();
            if (next == null) {
                free++;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
