package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Injector;
import dev.holdfast.chaos.fault.NoTarget;
import dev.holdfast.chaos.fault.Targets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Has Chaos Mesh put faults into effect. The targets are chosen here, so that a seed repeats them, and sent by name. */
public final class KubernetesInjector implements Injector {

    private static final String OTHER_MACHINES =
            "UNSUPPORTED on Kubernetes: it selects PhysicalMachine objects and needs"
                    + " chaosd on the machines that they describe; a pod is none";

    private final KubernetesCluster cluster;
    private final RunId run;
    private final Map<String, String> manifests;
    private final Path folder;

    /**
     * Makes an injector for the faults of one run.
     *
     * @param manifests the documents of the faults as they stand in the scenario, by the name of the fault
     * @param folder    where a copy of each document that is sent is kept
     */
    public KubernetesInjector(KubernetesCluster cluster, RunId run, Map<String, String> manifests, Path folder) {
        this.cluster = cluster;
        this.run = run;
        this.manifests = Map.copyOf(manifests);
        this.folder = folder;
    }

    /** Returns why a fault cannot be put into effect on Kubernetes; to be asked before anything is started. */
    public static Optional<String> unsupported(Fault fault, String namespace) {
        if (!(fault.targets() instanceof Targets.Selected) || fault.kind().startsWith("PhysicalMachine")) {
            return Optional.of(fault.kind() + " '" + fault.name() + "' is " + OTHER_MACHINES);
        }
        if (!fault.metadata().namespace().equals(namespace)) {
            return Optional.of(fault.kind() + " '" + fault.name() + "' is UNSUPPORTED here: it is meant for namespace '"
                    + fault.metadata().namespace() + "', and this run has the rights of '" + namespace + "' only");
        }
        return Optional.empty();
    }

    @Override
    public Injection injection(Fault fault, List<Pod> targets, List<Pod> pods, SplittableRandom random) {
        Optional<String> refused = unsupported(fault, cluster.namespace());
        if (refused.isPresent()) {
            throw new IllegalArgumentException(refused.get());
        }
        String text = manifests.get(fault.name());
        if (text == null) {
            throw new IllegalArgumentException(
                    "fault: must be one of " + manifests.keySet() + ", given '" + fault.name() + "'");
        }
        Manifest manifest = new Manifest(text, cluster.namespace());
        Optional<Targets> selection = manifest.peers();
        List<Pod> peers = selection.map(some -> some.resolve(pods, random)).orElse(List.of());
        if (selection.isPresent() && peers.isEmpty()) {
            return new NoTarget("no pod is selected by target");
        }
        if (targets.size() == 1 && names(peers).equals(names(targets))) {
            return new NoTarget("a pod has no peer but itself");
        }
        ObjectNode copy = manifest.copy(run, run.name(fault.name()), targets, peers);
        Map<String, String> involved = Stream.concat(targets.stream(), peers.stream())
                .collect(Collectors.toMap(Pod::name, Pod::uid, (one, same) -> one));
        return new KubernetesInjection(cluster, folder, fault, copy, targets, involved);
    }

    private static List<String> names(List<Pod> pods) {
        return pods.stream().map(Pod::name).toList();
    }
}
