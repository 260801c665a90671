package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Runs one asynchronous round at a time; however often it is asked for during a round, one more follows. */
final class SingleFlight {

    private final Supplier<? extends CompletionStage<?>> round;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean running;

    @GuardedBy("lock")
    private boolean again;

    /** @param round starts a round; the stage completes, in whatever way, when the round is over */
    SingleFlight(Supplier<? extends CompletionStage<?>> round) {
        this.round = round;
    }

    void request() {
        synchronized (lock) {
            again = true;
            if (running) {
                return;
            }
            running = true;
        }
        next();
    }

    private void next() {
        synchronized (lock) {
            running = again;
            again = false;
            if (!running) {
                return;
            }
        }
        round.get().whenComplete((ignored, failure) -> next());
    }
}
