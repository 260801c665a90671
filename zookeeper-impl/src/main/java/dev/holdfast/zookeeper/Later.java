package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs short tasks a few milliseconds later, all that have come by then together. For what most often has become needless
 * by then: it costs neither a request nor the waking of a thread for each.
 */
final class Later {

    static final Duration PAUSE = Duration.ofMillis(10);

    private final Clockwork clockwork;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private List<Runnable> tasks = new ArrayList<>();

    Later(Clockwork clockwork) {
        this.clockwork = clockwork;
    }

    void run(Runnable task) {
        boolean isFirst;
        synchronized (lock) {
            isFirst = tasks.isEmpty();
            tasks.add(task);
        }
        if (isFirst) {
            var unused = clockwork.after(PAUSE, this::runAll);
        }
    }

    private void runAll() {
        List<Runnable> due;
        synchronized (lock) {
            due = tasks;
            tasks = new ArrayList<>();
        }
        due.forEach(Runnable::run);
    }
}
