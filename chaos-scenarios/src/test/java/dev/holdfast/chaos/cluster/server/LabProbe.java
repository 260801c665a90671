package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.Fabric;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.cluster.NamespaceFabric;
import dev.holdfast.chaos.cluster.Preflight;
import dev.holdfast.chaos.cluster.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Measures the time from start to quorum: {@code LabProbe [loopback|sandbox] kind members repetitions}. With
 * {@code hold} in place of the repetitions it starts once and stays, for trying what happens when it is killed.
 */
public final class LabProbe {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private LabProbe() {}

    public static void main(String[] args) throws Exception {
        boolean sandbox = args[0].equals("sandbox");
        if (sandbox && !Sandbox.isInside()) {
            ServerKind.valueOf(args[1]).provision(System.out::println);
            Preflight preflight = Sandbox.prepare(System.out::println);
            if (!preflight.isReady()) {
                throw new IllegalStateException(preflight.explanation());
            }
            System.exit(Sandbox.run(Sandbox.javaCommand(LabProbe.class.getName(), List.of(args))));
        }
        Path data = sandbox ? Sandbox.enter().dataRoot() : Files.createTempDirectory("probe");
        ServerKind kind = ServerKind.valueOf(args[1]);
        kind.provision(System.out::println);
        int members = Integer.parseInt(args[2]);
        if (args[3].equals("hold")) {
            measure(sandbox, kind, members, data, true);
        }
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            millis.add(measure(sandbox, kind, members, data, false));
        }
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        System.out.printf(
                "%s %d members: median %d ms to quorum, each %s%n",
                kind, members, sorted.get(sorted.size() / 2), millis);
        System.exit(0);
    }

    private static long measure(boolean sandbox, ServerKind kind, int members, Path data, boolean hold)
            throws Exception {
        Path logs = Files.createDirectories(Path.of("target/lab-probe"));
        try (Fabric fabric = sandbox ? NamespaceFabric.open() : LoopbackFabric.open();
                LocalCluster cluster = LocalCluster.open(fabric, "lab", "probe", data, logs)) {
            long start = System.nanoTime();
            Ensemble ensemble = Ensemble.start(cluster, kind, members, Map.of(), System.out::println);
            ensemble.awaitQuorum(BOUND);
            long quorum = (System.nanoTime() - start) / 1_000_000;
            ensemble.awaitAll(BOUND);
            System.out.printf("%s: quorum %d ms, all %d ms%n", kind, quorum, (System.nanoTime() - start) / 1_000_000);
            if (hold) {
                new CountDownLatch(1).await();
            }
            return quorum;
        }
    }
}
