package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.util.List;
import java.util.Map;

/** The requests of Consul. */
class ConsulRequestFloorIT extends RequestFloorContract {

    @Override
    ServerKind kind() {
        return ServerKind.CONSUL;
    }

    @Override
    Map<Step, Cost> costs() {
        return Map.of(
                Step.ACQUIRE_NEW, new Cost(List.of("txn(lock,get-tree)"), List.of("txn(lock,get-tree)")),
                Step.ACQUIRE_FREE, new Cost(List.of("txn(lock,get-tree)"), List.of("txn(lock,get-tree)")),
                Step.ACQUIRE_HELD,
                        new Cost(
                                List.of("txn(lock,get-tree)", "kv block-names"),
                                List.of("txn(lock,get-tree)", "kv block-names")),
                Step.HAND_OVER, new Cost(List.of(), List.of()),
                Step.RELEASE, new Cost(List.of("txn(delete)"), List.of("txn(delete)")),
                Step.TRY_HELD, new Cost(List.of("kv read-tree"), List.of("kv read-tree")));
    }
}
