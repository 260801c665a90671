package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order.Manner;
import java.util.List;

/** The proxy for ZooKeeper. */
class ZooKeeperProxyIT extends ProxyContract {

    @Override
    ServerKind kind() {
        return ServerKind.ZOOKEEPER;
    }

    @Override
    String entering() {
        return "create2";
    }

    @Override
    String leaving() {
        return "delete";
    }

    @Override
    List<Manner> losses() {
        return List.of(Manner.BREAK);
    }
}
