package dev.holdfast.chaos.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls listeners in order, one at a time, on one thread of its own; an error in one does not reach the others. */
final class Announcer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final ExecutorService thread;
    private final List<Consumer<Pod>> replaced = new CopyOnWriteArrayList<>();
    private final List<Consumer<RoleChange>> roles = new CopyOnWriteArrayList<>();
    private final List<Consumer<Death>> deaths = new CopyOnWriteArrayList<>();

    Announcer(String run) {
        thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "announce-" + run);
            made.setDaemon(true);
            return made;
        });
    }

    void onReplaced(Consumer<Pod> listener) {
        replaced.add(listener);
    }

    void onRole(Consumer<RoleChange> listener) {
        roles.add(listener);
    }

    void onDeath(Consumer<Death> listener) {
        deaths.add(listener);
    }

    /** Returns when every listener has been told, so that a rule for the old pod is gone before the new one starts. */
    void replaced(Pod pod) {
        try {
            tell(replaced, pod).get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new ClusterException(
                    "tell that pod '" + pod.name() + "' was replaced: no end within " + BOUND
                            + "; its new process was not started",
                    e);
        } catch (InterruptedException e) {
            throw Processes.interrupted("tell that pod '" + pod.name() + "' was replaced", e);
        }
    }

    void role(RoleChange change) {
        LOG.debug("role member={} role={} term={}", change.member(), change.role(), change.term());
        tellLater(roles, change);
    }

    void death(Death death) {
        if (death.exitCode() == 0) {
            LOG.info("process ended pod={}", death.pod());
        } else {
            LOG.warn(
                    "process ended unasked pod={} exitCode={} log={}",
                    death.pod(),
                    death.exitCode(),
                    death.lastLines());
        }
        tellLater(deaths, death);
    }

    private <T> void tellLater(List<Consumer<T>> listeners, T event) {
        try {
            Future<?> unused = tell(listeners, event);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed, not told: {}", event);
        }
    }

    private <T> Future<?> tell(List<Consumer<T>> listeners, T event) {
        return thread.submit(() -> {
            for (Consumer<T> listener : listeners) {
                try {
                    listener.accept(event);
                } catch (RuntimeException e) {
                    LOG.warn("a listener failed event={}", event, e);
                }
            }
        });
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
