package dev.holdfast.zookeeper;

import dev.holdfast.model.Capabilities;
import dev.holdfast.model.Capabilities.FailOver;
import dev.holdfast.model.Capabilities.WatchPromise;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Entries;
import java.time.Duration;

/** One connection to one ZooKeeper ensemble. */
final class ZooKeeperBackend implements Backend {

    private final Connection connection;
    private final Contention contention;
    private final Entries entries;

    ZooKeeperBackend(Connection connection) {
        this.connection = connection;
        this.contention = new ZooKeeperContention(connection);
        this.entries = new ZooKeeperEntries(connection);
    }

    /**
     * A session ends between its timeout and one tick more after the leader last heard of it, which is half a tick later
     * than its member did; a tick is half the timeout at most.
     * Source: {@code ExpiryQueue.roundToNextInterval} of ZooKeeper 3.9.5.
     */
    @Override
    public Capabilities capabilities() {
        Duration timeout = connection.timeout();
        Duration shortest = timeout.minus(timeout.dividedBy(10));
        Duration longest = timeout.plus(timeout.multipliedBy(3).dividedBy(4));
        Duration typical = shortest.plus(longest).dividedBy(2);
        return new Capabilities("ZooKeeper", timeout, new FailOver(shortest, typical, longest), WatchPromise.LATEST);
    }

    @Override
    public Contention contention() {
        return contention;
    }

    @Override
    public Entries entries() {
        return entries;
    }

    @Override
    public void close() {
        connection.close();
    }
}
