package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.cluster.server.Ensemble;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.ConfigContract;
import dev.holdfast.tck.ElectionContract;
import dev.holdfast.tck.LockContract;
import dev.holdfast.tck.LockLossContract;
import dev.holdfast.tck.SessionContract;
import dev.holdfast.tck.WatchContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract, on three ZooKeeper members. */
class ZooKeeperContractIT {

    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    private static Path data;

    private static LoopbackFabric fabric;
    private static LocalCluster cluster;
    private static ZooKeeperFixture zookeeper;

    @BeforeAll
    static void start_the_members() throws InterruptedException {
        ServerKind.ZOOKEEPER.provision(System.out::println);
        fabric = LoopbackFabric.open();
        cluster = LocalCluster.open(fabric, "contract", "zookeeper", data, Path.of("target", "contract-zookeeper"));
        Ensemble ensemble = Ensemble.start(cluster, ServerKind.ZOOKEEPER, 3, Map.of(), System.out::println);
        ensemble.awaitAll(START);
        zookeeper = new ZooKeeperFixture(ensemble.endpoints());
    }

    @AfterAll
    static void stop_the_members() {
        zookeeper.close();
        cluster.close();
        fabric.close();
    }

    @Nested
    class Locks extends LockContract {
        @Override
        protected BackendFixture fixture() {
            return zookeeper;
        }
    }

    @Nested
    class Losses extends LockLossContract {
        @Override
        protected BackendFixture fixture() {
            return zookeeper;
        }
    }

    @Nested
    class Elections extends ElectionContract {
        @Override
        protected BackendFixture fixture() {
            return zookeeper;
        }
    }

    @Nested
    class Configs extends ConfigContract {
        @Override
        protected BackendFixture fixture() {
            return zookeeper;
        }
    }

    @Nested
    class Watches extends WatchContract {
        @Override
        protected BackendFixture fixture() {
            return zookeeper;
        }
    }

    @Nested
    class Sessions extends SessionContract {
        @Override
        protected BackendFixture fixture() {
            return zookeeper;
        }
    }
}
