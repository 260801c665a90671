package dev.holdfast.chaos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Grant;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Recording.Mark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The requests of ZooKeeper. The first {@code getData} of an acquire watches the own node; nobody waits for its answer.
 * A name that nobody has used costs the nodes above it once. One
 * that nobody else has used of late need not be read. A try reads the label of a holder that it has not met.
 */
class ZooKeeperRequestFloorIT extends RequestFloorContract {

    @Override
    ServerKind kind() {
        return ServerKind.ZOOKEEPER;
    }

    @Override
    Set<String> heartbeats() {
        return Set.of("sync", "ping");
    }

    @Override
    Map<Step, Cost> costs() {
        return Map.ofEntries(
                Map.entry(
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
                                List.of("create2", "getChildren2", "getData"))),
                Map.entry(
                        Step.ACQUIRE_FREE,
                        new Cost(
                                List.of("create2", "getChildren2", "getData"),
                                List.of("create2", "getChildren2", "getData"))),
                Map.entry(Step.ACQUIRE_AGAIN, new Cost(List.of("create2", "getData"), List.of("create2", "getData"))),
                Map.entry(
                        Step.ACQUIRE_HELD,
                        new Cost(
                                List.of("create2", "getChildren2", "getData", "getData"),
                                List.of("create2", "getChildren2", "getData", "getData"))),
                Map.entry(Step.HAND_OVER, new Cost(List.of(), List.of())),
                Map.entry(Step.RELEASE, new Cost(List.of("delete"), List.of("delete"))),
                Map.entry(
                        Step.TRY_HELD,
                        new Cost(List.of("sync", "getData", "getChildren2"), List.of("sync", "getChildren2"))),
                Map.entry(
                        Step.ELECT,
                        new Cost(
                                List.of("create2", "getChildren2", "getData"),
                                List.of("create2", "getChildren2", "getData"))),
                Map.entry(Step.FAIL_OVER, new Cost(List.of(), List.of())),
                Map.entry(
                        Step.SEMAPHORE,
                        new Cost(
                                List.of("create2", "getChildren2", "getData"),
                                List.of("create2", "getChildren2", "getData"))),
                Map.entry(Step.COUNT, new Cost(List.of("setData"), List.of("setData"))));
    }

    @Test
    void acquiring_a_lock_that_nobody_else_has_used_of_late() throws InterruptedException {
        Client client = prepared();
        for (int i = 0; i < 5; i++) {
            acquire(client).close();
        }
        quiet(client);
        Mark start = client.recording().mark();
        try (Grant grant = acquire(client)) {
            settled(Step.ACQUIRE_AGAIN, () -> sent(client, start));
            assertThat(grant.isHeld()).isTrue();
        }
    }
}
