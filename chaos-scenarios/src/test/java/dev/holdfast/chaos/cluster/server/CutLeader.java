package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.NamespaceFabric;
import dev.holdfast.chaos.cluster.Nft;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.Sandbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Inside a sandbox: cuts an etcd leader off its peers, both ways, waits for another one, heals. Fails by exception. */
public final class CutLeader {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private CutLeader() {}

    public static void main(String[] args) throws InterruptedException {
        Sandbox sandbox = Sandbox.enter();
        try (NamespaceFabric fabric = NamespaceFabric.open();
                LocalCluster cluster =
                        LocalCluster.open(fabric, "lab", "cut", sandbox.dataRoot(), Path.of("target/cut-leader"))) {
            Ensemble ensemble = Ensemble.start(cluster, ServerKind.ETCD, 3, Map.of(), System.out::println);
            ensemble.awaitAll(BOUND);
            Pod leader = cluster.pod(ensemble.leader().orElseThrow());

            Nft nft = fabric.nft();
            String rule = "add rule " + Nft.TABLE + " " + Nft.FORWARD + " ip ";
            nft.apply(rule + "saddr " + leader.address() + " counter drop\n" + rule + "daddr " + leader.address()
                    + " counter drop\n");
            require(
                    "another leader than " + leader.name(),
                    () -> cluster.pods().stream()
                            .anyMatch(pod -> pod.label(Pod.ROLE).equals("leader")
                                    && !pod.name().equals(leader.name())));
            require("dropped packets in " + nft.list(), () -> nft.list().matches("(?s).*\"packets\": [1-9].*"));

            nft.apply("flush chain " + Nft.TABLE + " " + Nft.FORWARD + "\n");
            ensemble.afterHeal();
            ensemble.awaitAll(BOUND);
            cluster.killPod(leader.name(), Duration.ZERO);
            ensemble.awaitAll(BOUND);
        }
        System.exit(0);
    }

    private static void require(String what, BooleanSupplier condition) throws InterruptedException {
        if (!Deadline.in(BOUND).await(condition)) {
            throw new IllegalStateException("not seen within " + BOUND + ": " + what);
        }
    }
}
