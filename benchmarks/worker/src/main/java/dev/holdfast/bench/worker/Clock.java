package dev.holdfast.bench.worker;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * The monotonic clock, which all processes of a machine share, and the time that this process has computed.
 *
 * <p>Source: on Linux HotSpot reads {@code CLOCK_MONOTONIC} ({@code os_posix.cpp}, {@code os::javaTimeNanos}); the driver
 * checks it with each worker that it starts.
 */
final class Clock {

    private Clock() {}

    static long nanos() {
        return System.nanoTime();
    }

    static void awaitNanos(long nanos) {
        for (long left = nanos - nanos(); left > 0; left = nanos - nanos()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Returns the computing time of all threads of this process so far. */
    static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }
}
