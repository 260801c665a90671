package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order.Manner;
import java.util.List;

/** The proxy for Consul. */
class ConsulProxyIT extends ProxyContract {

    @Override
    ServerKind kind() {
        return ServerKind.CONSUL;
    }

    @Override
    String entering() {
        return "txn(lock";
    }

    @Override
    String leaving() {
        return "txn(delete";
    }

    @Override
    List<Manner> losses() {
        return List.of(Manner.BREAK, Manner.SILENCE);
    }
}
