package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Doing something to several pods at the same time, and waiting for what the kernel will not announce. */
public final class AtOnce {

    private static final long POLL_MS = 5;

    private AtOnce() {}

    /** Does it to each pod, each on a thread of its own beside the first, and throws what went wrong first. */
    public static void forEach(String what, List<Pod> pods, Consumer<Pod> action) {
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Pod pod : pods) {
            Runnable one = () -> {
                try {
                    action.accept(pod);
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            };
            if (pods.size() == 1) {
                one.run();
            } else {
                Thread thread = new Thread(one, what + "-" + pod.name());
                threads.add(thread);
                thread.start();
            }
        }
        joinAll(threads);
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw thrown;
        }
    }

    /** Returns whether the condition came true before the bound; an interrupt ends the wait and stays set. */
    public static boolean until(Duration bound, BooleanSupplier condition) {
        CountDownLatch never = new CountDownLatch(1);
        long left = Math.max(1, bound.toMillis() / POLL_MS);
        while (!condition.getAsBoolean()) {
            try {
                if (left-- == 0 || never.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Waits for all, and keeps an interrupt for the caller: half a fault must not be left behind. */
    private static void joinAll(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            boolean ended = false;
            while (!ended) {
                try {
                    thread.join();
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
