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

/** The contract, on three Consul servers. */
class ConsulContractIT {

    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    private static Path data;

    private static LoopbackFabric fabric;
    private static LocalCluster cluster;
    private static BackendFixture consul;

    @BeforeAll
    static void start_the_servers() throws InterruptedException {
        ServerKind.CONSUL.provision(System.out::println);
        fabric = LoopbackFabric.open();
        cluster = LocalCluster.open(fabric, "contract", "consul", data, Path.of("target", "contract-consul"));
        Ensemble ensemble = Ensemble.start(cluster, ServerKind.CONSUL, 3, Map.of(), System.out::println);
        ensemble.awaitAll(START);
        consul = new ConsulFixture(ensemble.endpoints());
    }

    @AfterAll
    static void stop_the_servers() {
        cluster.close();
        fabric.close();
    }

    @Nested
    class Locks extends LockContract {
        @Override
        protected BackendFixture fixture() {
            return consul;
        }
    }

    @Nested
    class Losses extends LockLossContract {
        @Override
        protected BackendFixture fixture() {
            return consul;
        }
    }

    @Nested
    class Elections extends ElectionContract {
        @Override
        protected BackendFixture fixture() {
            return consul;
        }
    }

    @Nested
    class Configs extends ConfigContract {
        @Override
        protected BackendFixture fixture() {
            return consul;
        }
    }

    @Nested
    class Watches extends WatchContract {
        @Override
        protected BackendFixture fixture() {
            return consul;
        }
    }

    @Nested
    class Sessions extends SessionContract {
        @Override
        protected BackendFixture fixture() {
            return consul;
        }
    }
}
