package dev.holdfast.chaos.fault.network.shaper;

import org.jspecify.annotations.Nullable;

/** One direction between two addresses: what is done to its packets now, and what was done so far. */
final class Pair {

    final int source;
    final int destination;

    private Impairment impairment = Impairment.NONE;
    // null while nothing is done to the packets
    private @Nullable PacketModel model;

    int held;
    private long seen;
    private long dropped;
    private long overflowed;
    private long duplicated;
    private long corrupted;
    private long released;
    private long heldNanos;
    private long leastNanos = Long.MAX_VALUE;
    private long mostNanos;

    Pair(int source, int destination) {
        this.source = source;
        this.destination = destination;
    }

    /** Starts the decisions anew when something else is to be done than before. */
    void impair(Impairment now, long seed) {
        if (!now.equals(impairment)) {
            impairment = now;
            model = now.equals(Impairment.NONE) ? null : new PacketModel(now, seed(seed));
        }
    }

    /** Each pair draws for itself, whatever the traffic of the others. */
    private long seed(long seed) {
        return seed ^ ((long) source << 32 | (destination & 0xffff_ffffL)) * 0x9e37_79b9_7f4a_7c15L;
    }

    @Nullable
    PacketModel model() {
        return model;
    }

    void decided(boolean isFull, int copies, boolean isCorrupt) {
        seen++;
        dropped += copies == 0 && !isFull ? 1 : 0;
        overflowed += copies == 0 && isFull ? 1 : 0;
        duplicated += copies > 1 ? 1 : 0;
        corrupted += isCorrupt ? 1 : 0;
    }

    void released(long nanos) {
        released++;
        heldNanos += nanos;
        leastNanos = Math.min(leastNanos, nanos);
        mostNanos = Math.max(mostNanos, nanos);
    }

    PairFigures figures() {
        return new PairFigures(
                Link.text(source),
                Link.text(destination),
                seen,
                dropped,
                overflowed,
                duplicated,
                corrupted,
                released == 0 ? 0 : heldNanos / released,
                released == 0 ? 0 : leastNanos,
                mostNanos);
    }
}
