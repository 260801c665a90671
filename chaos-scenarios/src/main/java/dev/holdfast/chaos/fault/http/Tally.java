package dev.holdfast.chaos.fault.http;

import java.util.concurrent.atomic.LongAdder;

/** What a proxy has seen and done. Safe for use by several threads. */
final class Tally {

    private final LongAdder seen = new LongAdder();
    private final LongAdder matched = new LongAdder();
    private final LongAdder acted = new LongAdder();
    private final LongAdder delayed = new LongAdder();
    private final LongAdder delayNanos = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void seen() {
        seen.increment();
    }

    void matched() {
        matched.increment();
    }

    /** Notes that everything asked for was done to a message. */
    void acted() {
        acted.increment();
    }

    void delayed(long nanos) {
        delayed.increment();
        delayNanos.add(nanos);
    }

    /** Notes that a message that matched could not be changed. */
    void failed() {
        failed.increment();
    }

    /** Returns the figures in one line. */
    String inWords() {
        return "seen=" + seen + " matched=" + matched + " acted=" + acted + " delayed=" + delayed + " delayNanos="
                + delayNanos + " failed=" + failed;
    }
}
