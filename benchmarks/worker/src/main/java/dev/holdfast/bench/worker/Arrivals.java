package dev.holdfast.bench.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a watch told: values {@code number:nanos}, where the second is when the write began. */
final class Arrivals {

    private final Object lock = new Object();
    private final Latencies latencies = new Latencies();
    private long newest;
    private long newestNanos;

    /** Returns the value to write. */
    static String value(long number) {
        return number + ":" + Clock.nanos();
    }

    void arrived(String value) {
        long now = Clock.nanos();
        int colon = value.indexOf(':');
        if (colon < 1) {
            return;
        }
        long number = Long.parseLong(value.substring(0, colon));
        if (number == 0) {
            return;
        }
        synchronized (lock) {
            latencies.add(now - Long.parseLong(value.substring(colon + 1)));
            newest = number;
            newestNanos = now;
            lock.notifyAll();
        }
    }

    /** Waits for the value of that number, which is the last one written. */
    Answer await(long last, Duration within) throws InterruptedException {
        long end = Clock.nanos() + within.toNanos();
        synchronized (lock) {
            while (newest != last) {
                long left = end - Clock.nanos();
                if (left <= 0) {
                    throw new IllegalStateException("value " + last + " was not told within " + within + "; newest is "
                            + newest + " of " + latencies.count());
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return new Answer().with(latencies).with("nanos", newestNanos);
        }
    }
}
