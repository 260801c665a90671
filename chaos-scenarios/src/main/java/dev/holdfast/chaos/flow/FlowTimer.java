package dev.holdfast.chaos.flow;

import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.workflow.PlannedFlow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Carries out a plan of flows, each on a thread of its own that waits for the flow's time on the monotonic clock. Closing
 * stops all at once: what they have in effect is healed.
 */
public final class FlowTimer implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(90);

    private final List<FlowRun> runs = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch running;
    private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean thrown = new AtomicBoolean();

    private FlowTimer(int flows) {
        this.running = new CountDownLatch(flows);
    }

    /**
     * Starts carrying out a plan.
     *
     * @param startNanos the reading of the clock at which the plan begins
     */
    public static FlowTimer start(Stage stage, List<PlannedFlow> plan, long startNanos) {
        FlowTimer timer = new FlowTimer(plan.size());
        for (PlannedFlow planned : plan) {
            long at = startNanos + planned.at().toNanos();
            FlowRun run = new FlowRun(planned.flow(), at, at + planned.lasts().toNanos(), stage);
            Thread thread = new Thread(
                    () -> timer.carryOut(run), "flow-" + planned.flow().name());
            timer.runs.add(run);
            timer.threads.add(thread);
        }
        timer.threads.forEach(Thread::start);
        return timer;
    }

    private void carryOut(FlowRun run) {
        try {
            run.carryOut();
        } catch (RuntimeException e) {
            failures.add(e);
        } catch (InterruptedException e) {
            failures.add(new IllegalStateException(
                    "thread '" + Thread.currentThread().getName() + "' was interrupted", e));
        } finally {
            running.countDown();
        }
    }

    /** Waits until every flow has ended, and returns whether that was so within the bound; throws what went wrong first. */
    public boolean awaitEnd(Duration bound) throws InterruptedException {
        boolean ended = running.await(bound.toNanos(), TimeUnit.NANOSECONDS);
        if (ended) {
            throwFirst();
        }
        return ended;
    }

    /** Stops the flows and waits for their threads; throws as {@link #awaitEnd}, unless that has thrown it. */
    @Override
    public void close() {
        runs.forEach(FlowRun::close);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, CLOSING.toNanos());
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (thread.isAlive()) {
                failures.add(new HealFailed("close the flows: thread '" + thread.getName() + "' has not ended"));
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        throwFirst();
    }

    private void throwFirst() {
        RuntimeException first = failures.peek();
        if (first == null || thrown.getAndSet(true)) {
            return;
        }
        for (RuntimeException other : failures) {
            if (other != first && !List.of(first.getSuppressed()).contains(other)) {
                first.addSuppressed(other);
            }
        }
        throw first;
    }
}
