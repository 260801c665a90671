package dev.holdfast.bench.worker;

import dev.holdfast.bench.worker.Client.Hold;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Many locks held, or waited for, by this process at once, and what they cost it. They end with the process. */
final class Hoard {

    private static final int GIVERS = 4;

    private final Client client;
    private final List<Hold> kept = Collections.synchronizedList(new ArrayList<>());
    private final List<CompletableFuture<Hold>> queued = new ArrayList<>();
    private Weight unqueued = Weight.NOTHING;

    Hoard(Client client) {
        this.client = client;
    }

    /** Takes so many locks, each of a name of its own. */
    Answer hold(Order order) throws InterruptedException {
        Weight before = Weight.now();
        AtomicInteger next = new AtomicInteger();
        List<Thread> takers = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < order.count("threads"); i++) {
            Thread taker = new Thread(
                    () -> {
                        try {
                            for (int n = next.getAndIncrement(); n < order.count("count"); n = next.getAndIncrement()) {
                                kept.add(client.acquire(order.text("lock") + n));
                            }
                        } catch (InterruptedException | RuntimeException e) {
                            failures.add(e);
                        }
                    },
                    "taker-" + i);
            takers.add(taker);
            taker.start();
        }
        for (Thread taker : takers) {
            taker.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a lock could not be taken", failures.get(0));
        }
        return Weight.now().since(before);
    }

    /** Asks for one lock so often, without a thread for each, while somebody else holds it; waits for no answer. */
    Answer queue(Order order) {
        unqueued = Weight.now();
        for (int i = 0; i < order.count("count"); i++) {
            queued.add(client.acquireLater(order.text("lock")).toCompletableFuture());
        }
        return new Answer();
    }

    /** Says what those weigh that are queued. */
    Answer weigh() {
        return Weight.now().since(unqueued);
    }

    /** Waits until every one that was queued has had its turn; each gives the lock back at once. */
    Answer drain() {
        ExecutorService givers = Executors.newFixedThreadPool(GIVERS);
        try {
            CompletableFuture<?>[] ends = queued.stream()
                    .map(turn -> turn.thenAcceptAsync(Hold::close, givers))
                    .toArray(CompletableFuture<?>[]::new);
            long start = Clock.nanos();
            CompletableFuture.allOf(ends).join();
            return new Answer().with("granted", ends.length).with("nanos", Clock.nanos() - start);
        } finally {
            givers.shutdownNow();
        }
    }

    /** What this process weighs, garbage left out. */
    private record Weight(long heapBytes, long threads) {

        static final Weight NOTHING = new Weight(0, 0);

        static Weight now() {
            var memory = ManagementFactory.getMemoryMXBean();
            memory.gc();
            memory.gc();
            return new Weight(
                    memory.getHeapMemoryUsage().getUsed(),
                    ManagementFactory.getThreadMXBean().getThreadCount());
        }

        Answer since(Weight before) {
            return new Answer()
                    .with("heapBytes", heapBytes - before.heapBytes)
                    .with("threadsBefore", before.threads)
                    .with("threads", threads);
        }
    }
}
