package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The requests of etcd. */
class EtcdRequestFloorIT extends RequestFloorContract {

    @Override
    ServerKind kind() {
        return ServerKind.ETCD;
    }

    @Override
    Set<String> heartbeats() {
        return Set.of("LeaseKeepAlive");
    }

    @Override
    Map<Step, Cost> costs() {
        return Map.ofEntries(
                Map.entry(Step.ACQUIRE_NEW, new Cost(List.of("Txn(put|txn)", "Watch.create"), List.of("Txn(put|txn)"))),
                Map.entry(
                        Step.ACQUIRE_FREE, new Cost(List.of("Txn(put|txn)", "Watch.create"), List.of("Txn(put|txn)"))),
                Map.entry(
                        Step.ACQUIRE_HELD,
                        new Cost(List.of("Txn(put|txn)", "Watch.create"), List.of("Txn(put|txn)", "Watch.create"))),
                Map.entry(Step.HAND_OVER, new Cost(List.of(), List.of())),
                Map.entry(
                        Step.RELEASE,
                        new Cost(List.of("Txn(deleterange)", "Watch.cancel"), List.of("Txn(deleterange)"))),
                Map.entry(Step.TRY_HELD, new Cost(List.of("Range"), List.of("Range"))),
                Map.entry(Step.ELECT, new Cost(List.of("Txn(put|txn)", "Watch.create"), List.of("Txn(put|txn)"))),
                Map.entry(Step.FAIL_OVER, new Cost(List.of(), List.of())),
                Map.entry(
                        Step.SEMAPHORE,
                        new Cost(List.of("Txn(put,range|range)", "Watch.create"), List.of("Txn(put,range|range)"))),
                Map.entry(Step.COUNT, new Cost(List.of("Txn(put)"), List.of("Txn(put)"))));
    }
}
