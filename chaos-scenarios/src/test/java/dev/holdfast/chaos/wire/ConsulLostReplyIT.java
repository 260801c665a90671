package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order.Manner;
import java.util.List;

/** Lost replies of Consul. */
class ConsulLostReplyIT extends LostReplyContract {

    @Override
    ServerKind kind() {
        return ServerKind.CONSUL;
    }

    @Override
    List<Manner> losses() {
        return List.of(Manner.BREAK, Manner.SILENCE);
    }

    @Override
    String closing() {
        return "session destroy";
    }
}
