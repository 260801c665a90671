package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order.Manner;
import java.util.List;

/** Lost replies of ZooKeeper. */
class ZooKeeperLostReplyIT extends LostReplyContract {

    @Override
    ServerKind kind() {
        return ServerKind.ZOOKEEPER;
    }

    @Override
    List<Manner> losses() {
        return List.of(Manner.BREAK);
    }

    @Override
    String closing() {
        return "closeSession";
    }
}
