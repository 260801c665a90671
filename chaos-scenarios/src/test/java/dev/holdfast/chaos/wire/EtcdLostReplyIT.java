package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order.Manner;
import java.util.List;

/** Lost replies of etcd. */
class EtcdLostReplyIT extends LostReplyContract {

    @Override
    ServerKind kind() {
        return ServerKind.ETCD;
    }

    @Override
    List<Manner> losses() {
        return List.of(Manner.BREAK, Manner.SILENCE);
    }

    @Override
    String closing() {
        return "LeaseRevoke";
    }
}
