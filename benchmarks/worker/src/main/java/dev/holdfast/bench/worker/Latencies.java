package dev.holdfast.bench.worker;

import java.util.Arrays;

/** Times that operations took, all of them. One thread adds to it; several are put together afterwards. */
final class Latencies {

    private long[] nanos = new long[1024];
    private int count;

    void add(long value) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = value;
    }

    void addAll(Latencies other) {
        for (int i = 0; i < other.count; i++) {
            add(other.nanos[i]);
        }
    }

    int count() {
        return count;
    }

    long meanNanos() {
        return count == 0 ? 0 : Arrays.stream(nanos, 0, count).sum() / count;
    }

    /** Returns the value that this share of all does not exceed; zero when there is none. */
    long percentileNanos(double share) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[Math.min(count - 1, (int) Math.ceil(share * count) - 1)];
    }
}
