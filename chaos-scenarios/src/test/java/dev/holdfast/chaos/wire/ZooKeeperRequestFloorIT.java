package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.util.List;
import java.util.Map;

/**
 * The requests of ZooKeeper. The first {@code getData} of an acquire watches the own node; nobody waits for its answer.
 * A name that nobody has used costs the nodes above it once. A try reads the label of a holder that it has not met.
 */
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
                                List.of("create2", "getChildren2", "getData")),
                Step.ACQUIRE_FREE,
                        new Cost(
                                List.of("create2", "getChildren2", "getData"),
                                List.of("create2", "getChildren2", "getData")),
                Step.ACQUIRE_HELD,
                        new Cost(
                                List.of("create2", "getChildren2", "getData", "getData"),
                                List.of("create2", "getChildren2", "getData", "getData")),
                Step.HAND_OVER, new Cost(List.of(), List.of()),
                Step.RELEASE, new Cost(List.of("delete"), List.of("delete")),
                Step.TRY_HELD, new Cost(List.of("sync", "getData", "getChildren2"), List.of("sync", "getChildren2")));
    }
}
