package dev.holdfast.chaos.contract;

import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.cluster.server.Ensemble;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.tck.BackendFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Servers of one store, started for one test class, and the fixture of the contract on them. */
public final class RealServers {

    private static final Duration START = Duration.ofSeconds(60);

    private final LoopbackFabric fabric;
    private final LocalCluster cluster;
    private final BackendFixture fixture;

    private RealServers(LoopbackFabric fabric, LocalCluster cluster, BackendFixture fixture) {
        this.fabric = fabric;
        this.cluster = cluster;
        this.fixture = fixture;
    }

    /** Makes the fixture of the members' endpoints. */
    @FunctionalInterface
    public interface Maker {
        BackendFixture of(List<String> endpoints) throws InterruptedException;
    }

    /**
     * Starts them and waits until all are in quorum.
     *
     * @param name of the test class, for the folder of the logs
     */
    public static RealServers start(String name, ServerKind kind, int members, Path data, Maker maker)
            throws InterruptedException {
        kind.provision(System.out::println);
        LoopbackFabric fabric = LoopbackFabric.open();
        LocalCluster cluster =
                LocalCluster.open(fabric, "contract", name, data, Path.of("target", "contract-logs", name));
        Ensemble ensemble = Ensemble.start(cluster, kind, members, Map.of(), System.out::println);
        ensemble.awaitAll(START);
        return new RealServers(fabric, cluster, maker.of(ensemble.endpoints()));
    }

    public BackendFixture fixture() {
        return fixture;
    }

    public void stop() throws Exception {
        if (fixture instanceof AutoCloseable closeable) {
            closeable.close();
        }
        cluster.close();
        fabric.close();
    }
}
