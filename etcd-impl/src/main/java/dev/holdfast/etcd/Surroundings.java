package dev.holdfast.etcd;

import dev.holdfast.spi.Ticker;

/** What all places of one connection share. */
record Surroundings(Calls calls, EventLoop loop, WatchHub hub, Guards guards, LeaseKeeper keeper, Ticker ticker) {}
