package dev.holdfast.bench.worker;

import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Values written to one key, at a pace or as fast as so many under way allow; the last one alone, after all others. */
record Writes(Client client, String key, long count, long everyNanos, int underWay) {

    static Writes of(Client client, Order order) {
        return new Writes(
                client,
                order.text("key"),
                order.number("count"),
                order.number("everyMicros") * 1_000,
                order.count("underWay"));
    }

    Answer run() throws InterruptedException {
        Semaphore free = new Semaphore(underWay);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        long start = Clock.nanos();
        for (long i = 1; i < count; i++) {
            free.acquire();
            Clock.awaitNanos(start + i * everyNanos);
            client.write(key, Arrivals.value(i)).whenComplete((answer, error) -> {
                if (error != null) {
                    failure.set(error);
                }
                free.release();
            });
        }
        free.acquire(underWay);
        if (failure.get() != null) {
            throw new CompletionException("a write of '" + key + "' failed", failure.get());
        }
        client.write(key, Arrivals.value(count)).toCompletableFuture().join();
        return new Answer().with("start", start).with("end", Clock.nanos());
    }
}
