package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many requests of a session are under way. A heartbeat does not wait here, so it never stands behind more
 * than these, however much is asked for at once. Requests leave in the order in which they were sent here; what begins
 * something new waits until none of them does, so what is begun is ended first.
 */
final class Window {

    /** Enough to keep an ensemble busy that writes its log for many at once; it answers these in a fraction of a second. */
    static final int MAX = 64;

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Queue<Runnable> requests = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Queue<Runnable> beginnings = new ArrayDeque<>();

    @GuardedBy("lock")
    private int underWay;

    /** Whether a thread is sending: one at a time, so that the order is kept. */
    @GuardedBy("lock")
    private boolean sending;

    /** Sends a request, now or when others have been answered. */
    void send(Runnable request) {
        synchronized (lock) {
            requests.add(request);
        }
        sendAll();
    }

    /** Runs what sends the first requests of something new, now or when there is room for it. */
    void begin(Runnable beginning) {
        synchronized (lock) {
            beginnings.add(beginning);
        }
        sendAll();
    }

    /** A request was answered, in whatever way. */
    void answered() {
        synchronized (lock) {
            underWay--;
        }
        sendAll();
    }

    /** An answer may come while its request is being sent: whoever is sending then goes on. */
    private void sendAll() {
        synchronized (lock) {
            if (sending) {
                return;
            }
            sending = true;
        }
        boolean ended = false;
        try {
            for (Runnable next = next(); next != null; next = next()) {
                next.run();
            }
            ended = true;
        } finally {
            if (!ended) {
                synchronized (lock) {
                    sending = false;
                }
            }
        }
    }

    /** Returns what may go now; null ends the sending. */
    private @Nullable Runnable next() {
        synchronized (lock) {
            Runnable next = null;
            if (underWay < MAX) {
                next = requests.poll();
                underWay += next == null ? 0 : 1;
                next = next == null ? beginnings.poll() : next;
            }
            sending = next != null;
            return next;
        }
    }
}
