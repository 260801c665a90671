package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a session without a connection is given up. A handle that has seen a newer history than the whole ensemble, which
 * was restored from a copy, is refused by it for ever.
 */
final class Patience {

    /** Session timeouts without a connection after which it is given up. */
    static final int TIMEOUTS = 4;

    private final Ticker ticker;
    private final Duration session;
    private final Object lock = new Object();

    /** Null while it is connected. */
    @GuardedBy("lock")
    private @Nullable Deadline end;

    @GuardedBy("lock")
    private boolean wasConnected;

    Patience(Ticker ticker, Duration session) {
        this.ticker = ticker;
        this.session = session;
    }

    /** Returns whether this is the first connect of all. */
    boolean connected() {
        synchronized (lock) {
            boolean first = !wasConnected;
            wasConnected = true;
            end = null;
            return first;
        }
    }

    void disconnected() {
        synchronized (lock) {
            end = Deadline.after(ticker, session.multipliedBy(TIMEOUTS));
        }
    }

    /** Nothing will come of the handle in use, but perhaps of another. */
    void refused() {
        synchronized (lock) {
            end = Deadline.after(ticker, session);
        }
    }

    /** Returns whether it is given up now; it begins again then. */
    boolean isOver() {
        synchronized (lock) {
            boolean over = end != null && end.hasPassed();
            if (over) {
                end = Deadline.after(ticker, session.multipliedBy(TIMEOUTS));
            }
            return over;
        }
    }
}
