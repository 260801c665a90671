package dev.holdfast.chaos.kubernetes;

import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Pods that are killed: the records only say that their deletion was accepted, so the pods themselves are asked. A pod of a
 * StatefulSet must come back under its name; another one need not.
 */
final class PodReplacement implements Effect {

    private static final Duration BACK = Duration.ofMinutes(2);

    private final KubernetesCluster cluster;
    private final List<Pod> targets;
    private final List<Evidence> evidence = new ArrayList<>();
    private boolean proved;

    PodReplacement(KubernetesCluster cluster, List<Pod> targets) {
        this.cluster = cluster;
        this.targets = List.copyOf(targets);
    }

    @Override
    public boolean replacesPods() {
        return true;
    }

    @Override
    public void after() {
        boolean areBack = cluster.changes()
                .await(Deadline.in(BACK), () -> targets.stream().allMatch(this::isReplacedAndBack));
        proved = targets.stream().allMatch(this::isReplaced);
        targets.forEach(this::say);
        if (proved && !areBack) {
            throw new HealFailed(
                    "heal pod-kill: not every pod of " + names() + " runs again after " + BACK.toSeconds() + " s");
        }
    }

    private void say(Pod pod) {
        String now = cluster.uids().getOrDefault(pod.name(), "");
        evidence.add(new Evidence(
                "pod-replaced",
                pod.name(),
                isReplaced(pod) ? 1 : 0,
                "pods",
                !isReplaced(pod)
                        ? "pod " + pod.uid() + " was not seen to go"
                        : "pod " + pod.uid() + " is gone; " + (now.isEmpty() ? "none" : "pod " + now)
                                + " in its place"));
    }

    private boolean isReplaced(Pod pod) {
        return !cluster.uids().getOrDefault(pod.name(), "").equals(pod.uid());
    }

    private boolean isReplacedAndBack(Pod pod) {
        return isReplaced(pod)
                && (pod.label(Pod.POD_NAME).isEmpty()
                        || (cluster.uids().containsKey(pod.name())
                                && cluster.state(pod.name()) == ProcessState.RUNNING));
    }

    private List<String> names() {
        return targets.stream().map(Pod::name).toList();
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
