package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.util.List;
import java.util.Map;

/** The requests of ZooKeeper. */
class ZooKeeperRequestFloorIT extends RequestFloorContract {

    @Override
    ServerKind kind() {
        return ServerKind.ZOOKEEPER;
    }

    @Override
    Map<Step, Cost> costs() {
        return Map.of(
                Step.ACQUIRE_NEW,
                        new Cost(
                                List.of(
                                        "create2",
                                        "create2",
                                        "create2",
                                        "create2",
                                        "create2",
                                        "create2",
                                        "getChildren2",
                                        "getChildren2",
                                        "getData"),
                                List.of("create2", "getChildren2")),
                Step.ACQUIRE_FREE,
                        new Cost(List.of("create2", "getChildren2", "getData"), List.of("create2", "getChildren2")),
                Step.ACQUIRE_HELD,
                        new Cost(
                                List.of("create2", "getChildren2", "getChildren2", "getData", "getData", "getData"),
                                List.of("create2", "getChildren2", "getData")),
                Step.HAND_OVER, new Cost(List.of(), List.of()),
                Step.RELEASE, new Cost(List.of("delete"), List.of("delete")),
                Step.TRY_HELD, new Cost(List.of("sync", "getData", "getChildren2"), List.of("getChildren2")));
    }
}
