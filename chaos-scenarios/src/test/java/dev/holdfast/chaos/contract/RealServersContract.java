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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole contract, on servers that are started for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
abstract class RealServersContract {

    private static final Duration START = Duration.ofSeconds(60);

    private final ServerKind kind;
    private final int members;
    private final Maker fixtures;

    private LoopbackFabric fabric;
    private LocalCluster cluster;
    private BackendFixture fixture;

    /**
     * @param fixtures makes the fixture of the members' endpoints; closed at the end if it can be
     */
    RealServersContract(ServerKind kind, int members, Maker fixtures) {
        this.kind = kind;
        this.members = members;
        this.fixtures = fixtures;
    }

    @BeforeAll
    void start_the_servers(@TempDir Path data) throws InterruptedException {
        kind.provision(System.out::println);
        fabric = LoopbackFabric.open();
        String name = getClass().getSimpleName();
        cluster = LocalCluster.open(fabric, "contract", name, data, Path.of("target", "contract-logs", name));
        Ensemble ensemble = Ensemble.start(cluster, kind, members, Map.of(), System.out::println);
        ensemble.awaitAll(START);
        fixture = fixtures.apply(ensemble.endpoints());
    }

    @AfterAll
    void stop_the_servers() throws Exception {
        if (fixture instanceof AutoCloseable closeable) {
            closeable.close();
        }
        cluster.close();
        fabric.close();
    }

    /** Makes the fixture of the members' endpoints. */
    @FunctionalInterface
    interface Maker {
        BackendFixture apply(List<String> endpoints) throws InterruptedException;
    }

    @Nested
    class Locks extends LockContract {
        @Override
        protected BackendFixture fixture() {
            return fixture;
        }
    }

    @Nested
    class Losses extends LockLossContract {
        @Override
        protected BackendFixture fixture() {
            return fixture;
        }
    }

    @Nested
    class Elections extends ElectionContract {
        @Override
        protected BackendFixture fixture() {
            return fixture;
        }
    }

    @Nested
    class Configs extends ConfigContract {
        @Override
        protected BackendFixture fixture() {
            return fixture;
        }
    }

    @Nested
    class Watches extends WatchContract {
        @Override
        protected BackendFixture fixture() {
            return fixture;
        }
    }

    @Nested
    class Sessions extends SessionContract {
        @Override
        protected BackendFixture fixture() {
            return fixture;
        }
    }
}
