package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The requests of Consul. */
class ConsulRequestFloorIT extends RequestFloorContract {

    @Override
    ServerKind kind() {
        return ServerKind.CONSUL;
    }

    @Override
    Set<String> heartbeats() {
        return Set.of("session renew");
    }

    @Override
    Map<Step, Cost> costs() {
        return Map.ofEntries(
                Map.entry(Step.ACQUIRE_NEW, new Cost(List.of("txn(lock,get-tree)"), List.of("txn(lock,get-tree)"))),
                Map.entry(Step.ACQUIRE_FREE, new Cost(List.of("txn(lock,get-tree)"), List.of("txn(lock,get-tree)"))),
                Map.entry(
                        Step.ACQUIRE_HELD,
                        new Cost(
                                List.of("txn(lock,get-tree)", "kv block-names"),
                                List.of("txn(lock,get-tree)", "kv block-names"))),
                Map.entry(Step.HAND_OVER, new Cost(List.of(), List.of())),
                Map.entry(Step.RELEASE, new Cost(List.of("txn(delete)"), List.of("txn(delete)"))),
                Map.entry(Step.TRY_HELD, new Cost(List.of("kv read-tree"), List.of("kv read-tree"))),
                Map.entry(Step.ELECT, new Cost(List.of("txn(lock,get-tree)"), List.of("txn(lock,get-tree)"))),
                Map.entry(Step.FAIL_OVER, new Cost(List.of(), List.of())),
                Map.entry(Step.SEMAPHORE, new Cost(List.of("txn(lock,get-tree)"), List.of("txn(lock,get-tree)"))),
                Map.entry(Step.COUNT, new Cost(List.of("txn(cas)"), List.of("txn(cas)"))));
    }
}
