package dev.holdfast.chaos.cluster;

import dev.holdfast.spi.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The moment after which nobody waits any longer. */
public record Deadline(long endNanos) {

    private static final long STEP_MS = 5;

    public static Deadline in(Duration duration) {
        return new Deadline(Ticker.SYSTEM.nanos() + duration.toNanos());
    }

    public boolean isPast() {
        return leftNanos() <= 0;
    }

    public long leftNanos() {
        return endNanos - Ticker.SYSTEM.nanos();
    }

    /** Waits until the condition holds, asking every few milliseconds; returns whether it did before the deadline. */
    public boolean await(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            if (isPast() || never.await(STEP_MS, TimeUnit.MILLISECONDS)) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }
}
