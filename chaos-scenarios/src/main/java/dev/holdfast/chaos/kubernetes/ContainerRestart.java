package dev.holdfast.chaos.kubernetes;

import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Containers that are killed: the kubelet counts each restart. */
final class ContainerRestart implements Effect {

    private static final Duration BACK = Duration.ofMinutes(2);

    private final KubernetesCluster cluster;
    private final List<Pod> targets;
    private final Map<String, Integer> before = new HashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private boolean proved;

    ContainerRestart(KubernetesCluster cluster, List<Pod> targets) {
        this.cluster = cluster;
        this.targets = List.copyOf(targets);
    }

    @Override
    public void before() {
        targets.forEach(pod -> before.put(pod.name(), cluster.restarts(pod.name())));
    }

    @Override
    public void after() {
        boolean areBack = cluster.changes()
                .await(
                        Deadline.in(BACK),
                        () -> targets.stream()
                                .allMatch(
                                        pod -> restarts(pod) > 0 && cluster.state(pod.name()) == ProcessState.RUNNING));
        proved = targets.stream().allMatch(pod -> restarts(pod) > 0);
        targets.forEach(pod -> evidence.add(new Evidence(
                "container-restarted",
                pod.name(),
                restarts(pod),
                "restarts",
                "containers of the pod were started again " + restarts(pod) + " times")));
        if (proved && !areBack) {
            throw new HealFailed(
                    "heal container-kill: not every container runs again after " + BACK.toSeconds() + " s");
        }
    }

    private int restarts(Pod pod) {
        return cluster.restarts(pod.name()) - before.getOrDefault(pod.name(), 0);
    }

    @Override
    public boolean isProved() {
        return proved;
    }

    @Override
    public List<Evidence> evidence() {
        return List.copyOf(evidence);
    }
}
