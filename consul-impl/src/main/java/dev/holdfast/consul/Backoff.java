package dev.holdfast.consul;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** How long to wait before the next try after errors: doubling, jittered, bounded; from the start again after a success. */
final class Backoff {

    private static final int DOUBLINGS_MAX = 20;

    private final Duration first;
    private final Duration longest;
    private final AtomicInteger errors = new AtomicInteger();

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** Returns the back-off of every loop against the store. */
    static Backoff ofLoops() {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
    }

    Duration next() {
        int doublings = Math.min(errors.getAndIncrement(), DOUBLINGS_MAX);
        long full = Math.min(first.toNanos() << doublings, longest.toNanos());
        return Duration.ofNanos(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    void reset() {
        errors.set(0);
    }
}
