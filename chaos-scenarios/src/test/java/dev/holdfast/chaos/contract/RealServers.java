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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Servers of one store, started for one test class, and the fixture of the contract on them. */
public final class RealServers {

    private static final Duration START = Duration.ofSeconds(60);

    private final LoopbackFabric fabric;
    private final LocalCluster cluster;
    private final Path logs;
    private final BackendFixture fixture;

    private RealServers(LoopbackFabric fabric, LocalCluster cluster, Path logs, BackendFixture fixture) {
        this.fabric = fabric;
        this.cluster = cluster;
        this.logs = logs;
        this.fixture = fixture;
    }

    /** Returns every address at which a link, or the first member of any fabric, can listen: a certificate names them. */
    static String[] addresses() {
        return Stream.concat(
                        Stream.of("127.0.0.1"), IntStream.rangeClosed(1, 250).mapToObj(i -> "127.77." + i + ".1"))
                .toArray(String[]::new);
    }

    /** Makes the fixture of the members' endpoints. */
    @FunctionalInterface
    public interface Maker {
        BackendFixture of(List<String> endpoints) throws InterruptedException;

        /** Returns whether the fixture waits for the servers, because they answer nobody that they do not know. */
        default boolean waitsItself() {
            return false;
        }
    }

    /**
     * Starts them and waits until all are in quorum.
     *
     * @param name of the test class, for the folder of the logs
     */
    public static RealServers start(String name, ServerKind kind, int members, Path data, Maker maker)
            throws InterruptedException {
        return start(name, kind, members, Map.of(), data, maker);
    }

    /** As above, with settings over the lab's own. */
    static RealServers start(
            String name, ServerKind kind, int members, Map<String, String> settings, Path data, Maker maker)
            throws InterruptedException {
        kind.provision(System.out::println);
        LoopbackFabric fabric = LoopbackFabric.open();
        Path logs = Path.of("target", "contract-logs", name);
        LocalCluster cluster = LocalCluster.open(fabric, "contract", name, data, logs);
        Ensemble ensemble = Ensemble.start(cluster, kind, members, settings, System.out::println);
        if (!maker.waitsItself()) {
            ensemble.awaitAll(START);
        }
        return new RealServers(fabric, cluster, logs, maker.of(ensemble.endpoints()));
    }

    public BackendFixture fixture() {
        return fixture;
    }

    /** Returns the folder of the servers' logs. */
    Path logs() {
        return logs;
    }

    public void stop() throws Exception {
        if (fixture instanceof AutoCloseable closeable) {
            closeable.close();
        }
        cluster.close();
        fabric.close();
    }
}
