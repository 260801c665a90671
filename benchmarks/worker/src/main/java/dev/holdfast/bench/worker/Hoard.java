package dev.holdfast.bench.worker;

import dev.holdfast.bench.worker.Client.Hold;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Many locks held, or waited for, by this process at once, and what they cost it. They end with the process. */
final class Hoard {

    private final Client client;
    private final List<Object> kept = Collections.synchronizedList(new ArrayList<>());

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

    /** Asks for one lock so often, without a thread for each, while somebody else holds it. */
    Answer queue(Order order) {
        Weight before = Weight.now();
        List<CompletableFuture<Hold>> asked = new ArrayList<>();
        for (int i = 0; i < order.count("count"); i++) {
            asked.add(client.acquireLater(order.text("lock")).toCompletableFuture());
        }
        kept.add(asked);
        return Weight.now().since(before);
    }

    /** Waits until every one that was queued has had its turn, each giving the lock back at once. */
    Answer drain() {
        long start = Clock.nanos();
        int granted = 0;
        for (Object each : kept) {
            if (each instanceof List<?> asked) {
                List<CompletableFuture<?>> ends = new ArrayList<>();
                for (Object one : asked) {
                    if (one instanceof CompletableFuture<?> turn) {
                        ends.add(turn.thenAccept(hold -> ((Hold) hold).close()));
                    }
                }
                CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]))
                        .join();
                granted += ends.size();
            }
        }
        return new Answer().with("granted", granted).with("nanos", Clock.nanos() - start);
    }

    /** What this process weighs, garbage left out. */
    private record Weight(long heapBytes, long threads) {

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
