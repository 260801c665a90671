package dev.holdfast.chaos.fault.network.probe;

import java.util.Arrays;

/** The datagrams from one pod to another since the last time that the figures were begun anew. */
final class Way {

    /** Enough for the longest fault that is still worth watching; after as many no more are sent. */
    private static final int MOST = 20_000;

    final int from;
    final int to;

    private long[] sentNanos = new long[64];
    private long[] thereNanos = new long[64];
    private long[] roundNanos = new long[64];
    private byte[] arrivals = new byte[64];
    private int sent;
    private int latest = -1;
    private int overtaken;

    Way(int from, int to) {
        this.from = from;
        this.to = to;
    }

    void clear() {
        sent = 0;
        latest = -1;
        overtaken = 0;
        Arrays.fill(arrivals, (byte) 0);
        Arrays.fill(roundNanos, 0);
    }

    boolean isFull() {
        return sent == MOST;
    }

    /** Notes a datagram, and returns its number. */
    int sent(long now) {
        if (sent == sentNanos.length) {
            sentNanos = Arrays.copyOf(sentNanos, sent * 2);
            thereNanos = Arrays.copyOf(thereNanos, sent * 2);
            roundNanos = Arrays.copyOf(roundNanos, sent * 2);
            arrivals = Arrays.copyOf(arrivals, sent * 2);
        }
        sentNanos[sent] = now;
        return sent++;
    }

    /** Notes an arrival; returns whether it is the first of that number. */
    boolean arrived(int number, long now) {
        if (number >= sent) {
            return false;
        }
        if (arrivals[number] == 0) {
            thereNanos[number] = now - sentNanos[number];
            overtaken += number < latest ? 1 : 0;
            latest = Math.max(latest, number);
        }
        arrivals[number] = (byte) Math.min(100, arrivals[number] + 1);
        return arrivals[number] == 1;
    }

    void cameBack(int number, long now) {
        if (number < sent && roundNanos[number] == 0) {
            roundNanos[number] = now - sentNanos[number];
        }
    }

    /** Returns the figures of what was sent before a moment. */
    PathFigures figures(String fromPod, String toPod, long before) {
        int count = 0;
        while (count < sent && sentNanos[count] - before < 0) {
            count++;
        }
        long[] there = new long[count];
        int arrived = 0;
        int twice = 0;
        for (int i = 0; i < count; i++) {
            if (arrivals[i] > 0) {
                there[arrived++] = thereNanos[i];
                twice += arrivals[i] > 1 ? 1 : 0;
            }
        }
        long[] sorted = Arrays.copyOf(there, arrived);
        Arrays.sort(sorted);
        long[] round = Arrays.stream(roundNanos, 0, count)
                .filter(nanos -> nanos > 0)
                .sorted()
                .toArray();
        return new PathFigures(
                fromPod,
                toPod,
                count,
                arrived,
                twice,
                overtaken,
                median(sorted),
                sorted.length == 0 ? 0 : sorted[0],
                sorted.length == 0 ? 0 : sorted[sorted.length - 1],
                median(round));
    }

    private static long median(long[] sorted) {
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
