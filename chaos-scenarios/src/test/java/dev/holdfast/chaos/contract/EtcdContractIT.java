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

/** The contract, on three etcd members. */
class EtcdContractIT {

    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    private static Path data;

    private static LoopbackFabric fabric;
    private static LocalCluster cluster;
    private static BackendFixture etcd;

    @BeforeAll
    static void start_the_members() throws InterruptedException {
        ServerKind.ETCD.provision(System.out::println);
        fabric = LoopbackFabric.open();
        cluster = LocalCluster.open(fabric, "contract", "etcd", data, Path.of("target", "contract-etcd"));
        Ensemble ensemble = Ensemble.start(cluster, ServerKind.ETCD, 3, Map.of(), System.out::println);
        ensemble.awaitAll(START);
        etcd = new EtcdFixture(ensemble.endpoints());
    }

    @AfterAll
    static void stop_the_members() {
        cluster.close();
        fabric.close();
    }

    @Nested
    class Locks extends LockContract {
        @Override
        protected BackendFixture fixture() {
            return etcd;
        }
    }

    @Nested
    class Losses extends LockLossContract {
        @Override
        protected BackendFixture fixture() {
            return etcd;
        }
    }

    @Nested
    class Elections extends ElectionContract {
        @Override
        protected BackendFixture fixture() {
            return etcd;
        }
    }

    @Nested
    class Configs extends ConfigContract {
        @Override
        protected BackendFixture fixture() {
            return etcd;
        }
    }

    @Nested
    class Watches extends WatchContract {
        @Override
        protected BackendFixture fixture() {
            return etcd;
        }
    }

    @Nested
    class Sessions extends SessionContract {
        @Override
        protected BackendFixture fixture() {
            return etcd;
        }
    }
}
