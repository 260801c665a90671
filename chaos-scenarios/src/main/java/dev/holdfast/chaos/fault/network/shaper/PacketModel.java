package dev.holdfast.chaos.fault.network.shaper;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What becomes of the packets of one direction between two addresses: a function of the seed, and of number, time and size
 * of the packets. The order of the decisions is netem's: duplication, loss, corruption, limit, delay; the second copy of a
 * packet goes through all but the first on its own.
 * Source: https://github.com/torvalds/linux/blob/master/net/sched/sch_netem.c
 */
final class PacketModel {

    /** Packets held at once, above which more are dropped; netem's default. */
    static final int LIMIT = 1000;

    private static final long SECOND = 1_000_000_000L;

    /**
     * One copy of a packet that goes on.
     *
     * @param atNanos when it goes, on the clock that the packet's arrival was read from
     * @param flip    a random number that chooses the bit that is flipped, -1 for none
     */
    record Copy(long atNanos, int flip) {
        boolean isCorrupt() {
            return flip >= 0;
        }
    }

    private final Impairment impairment;
    private final SplittableRandom random;
    private final Correlated latency;
    private final Correlated reorder;
    private final Correlated loss;
    private final Correlated duplicate;
    private final Correlated corrupt;
    private int sinceGap;
    private long lastNanos;
    private boolean hasLast;

    PacketModel(Impairment impairment, long seed) {
        this.impairment = impairment;
        this.random = new SplittableRandom(seed);
        this.latency = new Correlated(random, impairment.latencyCorrelation());
        this.reorder = new Correlated(random, impairment.reorder().correlation());
        this.loss = new Correlated(random, impairment.loss().correlation());
        this.duplicate = new Correlated(random, impairment.duplicate().correlation());
        this.corrupt = new Correlated(random, impairment.corrupt().correlation());
    }

    /**
     * Decides on the next packet.
     *
     * @param bytes its length on the wire
     * @param held  how many copies of this direction are on hold
     * @return its copies, none when it is dropped
     */
    List<Copy> next(long nowNanos, int bytes, int held) {
        boolean twice = duplicate.happens(impairment.duplicate().percent());
        List<Copy> copies = new ArrayList<>(2);
        boolean lost = loss.happens(impairment.loss().percent());
        if (lost && !twice) {
            return copies;
        }
        pass(copies, nowNanos, bytes, held);
        // a packet that is both lost and doubled goes once, as in netem
        if (twice && !lost && !loss.happens(impairment.loss().percent())) {
            pass(copies, nowNanos, bytes, held + copies.size());
        }
        return copies;
    }

    private void pass(List<Copy> copies, long nowNanos, int bytes, int held) {
        int flip = corrupt.happens(impairment.corrupt().percent()) ? random.nextInt() & Integer.MAX_VALUE : -1;
        if (held < LIMIT) {
            copies.add(new Copy(time(nowNanos, bytes), flip));
        }
    }

    private long time(long nowNanos, int bytes) {
        int gap = impairment.gap();
        boolean mayGoAtOnce = gap > 0 && sinceGap >= gap - 1;
        if (mayGoAtOnce && reorder.happens(impairment.reorder().percent())) {
            sinceGap = 0;
            return nowNanos;
        }
        sinceGap++;
        long at = impairment.bytesPerSecond() == 0 ? nowNanos + delay() : afterLast(nowNanos, bytes);
        lastNanos = hasLast && lastNanos - at > 0 ? lastNanos : at;
        hasLast = true;
        return at;
    }

    /** Behind the last packet that is still on its way, whose remaining time counts as delay. */
    private long afterLast(long nowNanos, int bytes) {
        long delay = delay();
        long from = nowNanos;
        if (hasLast && lastNanos - nowNanos > 0) {
            delay = Math.max(0, delay - (lastNanos - nowNanos));
            from = lastNanos;
        }
        return from + delay + SECOND * bytes / impairment.bytesPerSecond();
    }

    private long delay() {
        long mean = impairment.latency().toNanos();
        long jitter = impairment.jitter().toNanos();
        if (jitter == 0) {
            return mean;
        }
        return mean - jitter + (long) (latency.next() / 4_294_967_296.0 * 2 * jitter);
    }
}
