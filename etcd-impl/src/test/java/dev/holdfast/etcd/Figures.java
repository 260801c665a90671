package dev.holdfast.etcd;

import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import dev.holdfast.spi.WriteCondition.Always;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Prints what locks cost on a real member: {@code Figures HOST PORT}. Heap of a held lock and of a waiting one, threads,
 * and the time of an acquire and a release beside that of two plain writes.
 */
final class Figures {

    private static final int LOCKS = 10_000;
    private static final int WAITERS = 1_000;
    private static final int ROUNDS = 3_000;
    private static final Duration LONG = Duration.ofMinutes(5);

    private Figures() {}

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        String host = arguments[0];
        int port = Integer.parseInt(arguments[1]);
        heldLocks("etcd://%s:%d/figures?session=30s".formatted(host, port));
        latency(host, port);
    }

    private static void heldLocks(String address) throws InterruptedException {
        try (Coordination holder = Coordination.connect(address);
                Coordination other = Coordination.connect(address)) {
            holder.lock("warm").acquire(LONG).close();
            int threads = Thread.activeCount();
            long before = usedBytes();
            List<CompletableFuture<Grant>> held = acquire(holder, LOCKS);
            held.forEach(CompletableFuture::join);
            Thread.sleep(2_000);
            long after = usedBytes();
            System.out.printf(
                    "%d held locks: %d bytes each, %d threads more%n",
                    LOCKS, (after - before) / LOCKS, Thread.activeCount() - threads);
            long idle = usedBytes();
            int threadsOfOther = Thread.activeCount();
            List<CompletableFuture<Grant>> waiting = acquire(other, WAITERS);
            Thread.sleep(3_000);
            System.out.printf(
                    "%d waiting locks: %d bytes each, %d threads more, %d granted%n",
                    WAITERS,
                    (usedBytes() - idle) / WAITERS,
                    Thread.activeCount() - threadsOfOther,
                    waiting.stream().filter(CompletableFuture::isDone).count());
        }
    }

    private static List<CompletableFuture<Grant>> acquire(Coordination coordination, int count)
            throws InterruptedException {
        Semaphore window = new Semaphore(64);
        List<CompletableFuture<Grant>> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean paced = window.tryAcquire(20, java.util.concurrent.TimeUnit.MILLISECONDS);
            CompletableFuture<Grant> one = coordination.lock("name-" + i).acquireAsync(LONG);
            all.add(one);
            if (paced) {
                var unused = one.whenComplete((grant, failure) -> window.release());
            }
        }
        return all;
    }

    private static long usedBytes() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void latency(String host, int port) throws InterruptedException, ExecutionException {
        ConnectSpec spec = new ConnectSpec(
                List.of(new ConnectSpec.Endpoint(host, port)),
                "latency",
                Duration.ofSeconds(30),
                0.1,
                Map.of(),
                Ticker.SYSTEM,
                Telemetry.NONE);
        try (Backend backend = new EtcdBackendProvider().connect(spec, soon());
                Coordination coordination =
                        Coordination.connect("etcd://%s:%d/latency?session=30s".formatted(host, port))) {
            long[] writes = new long[ROUNDS];
            long[] places = new long[ROUNDS];
            long[] locks = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long a = Ticker.SYSTEM.nanos();
                backend.entries().write("x", new byte[8], new Always(), soon());
                backend.entries().write("x", new byte[8], new Always(), soon());
                long b = Ticker.SYSTEM.nanos();
                Place place =
                        backend.contention().enter("lock/x", "", 1, soon()).get();
                place.leave().toCompletableFuture().get();
                long c = Ticker.SYSTEM.nanos();
                coordination.lock("y").acquire(LONG).close();
                long d = Ticker.SYSTEM.nanos();
                writes[i] = b - a;
                places[i] = c - b;
                locks[i] = d - c;
            }
            System.out.printf(
                    "median us: two writes %d, enter and leave %d, acquire and release %d%n",
                    median(writes), median(places), median(locks));
        }
    }

    private static long median(long[] nanos) {
        long[] later = Arrays.copyOfRange(nanos, nanos.length / 3, nanos.length);
        Arrays.sort(later);
        return later[later.length / 2] / 1_000;
    }

    private static Deadline soon() {
        return Deadline.after(Ticker.SYSTEM, Duration.ofSeconds(10));
    }
}
