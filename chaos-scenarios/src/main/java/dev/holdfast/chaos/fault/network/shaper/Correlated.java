package dev.holdfast.chaos.fault.network.shaper;

import java.util.SplittableRandom;

/**
 * Draws of 32 bits that each take a part of the one before: {@code (1 - c) * fresh + c * last}. As in netem, a correlation
 * moves values to the middle, so that small shares come out smaller and large ones larger than asked.
 */
final class Correlated {

    private static final double ALL = 4_294_967_295.0;

    private final SplittableRandom random;
    private final double correlation;
    private double last;

    Correlated(SplittableRandom random, double correlationPercent) {
        this.random = random;
        this.correlation = correlationPercent / 100;
        this.last = correlation == 0 ? 0 : fresh();
    }

    private double fresh() {
        return random.nextInt() & 0xffff_ffffL;
    }

    /** Returns the next number, from 0 to 2^32 - 1. */
    long next() {
        if (correlation == 0) {
            return (long) fresh();
        }
        last = fresh() * (1 - correlation) + last * correlation;
        return (long) last;
    }

    boolean happens(double percent) {
        return percent > 0 && next() <= percent / 100 * ALL;
    }
}
