package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.util.List;
import java.util.Map;

/** The requests of etcd. */
class EtcdRequestFloorIT extends RequestFloorContract {

    @Override
    ServerKind kind() {
        return ServerKind.ETCD;
    }

    @Override
    Map<Step, Cost> costs() {
        return Map.of(
                Step.ACQUIRE_NEW,
                        new Cost(List.of("Txn(put,range|range)", "Watch.create"), List.of("Txn(put,range|range)")),
                Step.ACQUIRE_FREE,
                        new Cost(List.of("Txn(put,range|range)", "Watch.create"), List.of("Txn(put,range|range)")),
                Step.ACQUIRE_HELD,
                        new Cost(
                                List.of("Txn(put,range|range)", "Watch.create", "Watch.create"),
                                List.of("Txn(put,range|range)", "Watch.create")),
                Step.HAND_OVER, new Cost(List.of("Txn(range,range)", "Watch.cancel"), List.of()),
                Step.RELEASE, new Cost(List.of("Txn(deleterange)", "Watch.cancel"), List.of("Txn(deleterange)")),
                Step.TRY_HELD, new Cost(List.of("Range"), List.of("Range")));
    }
}
