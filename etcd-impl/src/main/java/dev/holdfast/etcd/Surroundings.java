package dev.holdfast.etcd;

import dev.holdfast.spi.Ticker;
import java.time.Duration;

/**
 * What all places of one connection share.
 *
 * @param guards for keys that are on their own
 * @param lateGuards for keys behind another one of this process
 */
record Surroundings(
        Calls calls,
        EventLoop loop,
        WatchHub hub,
        Guards guards,
        Guards lateGuards,
        LeaseKeeper keeper,
        Ticker ticker) {

    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration LATER = Duration.ofSeconds(1);

    Surroundings(Calls calls, EventLoop loop, WatchHub hub, LeaseKeeper keeper, Ticker ticker) {
        this(calls, loop, hub, new Guards(loop, SOON), new Guards(loop, LATER), keeper, ticker);
    }
}
