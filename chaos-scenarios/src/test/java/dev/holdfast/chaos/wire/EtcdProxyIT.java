package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order.Manner;
import java.util.List;

/** The proxy for etcd. */
class EtcdProxyIT extends ProxyContract {

    @Override
    ServerKind kind() {
        return ServerKind.ETCD;
    }

    @Override
    String entering() {
        return "Txn(put";
    }

    @Override
    String leaving() {
        return "Txn(deleterange";
    }

    @Override
    List<Manner> losses() {
        return List.of(Manner.BREAK, Manner.SILENCE);
    }
}
