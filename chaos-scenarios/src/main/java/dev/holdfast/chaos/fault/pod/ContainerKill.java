package dev.holdfast.chaos.fault.pod;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.NoTarget;
import dev.holdfast.chaos.fault.Scene;
import java.util.List;
import java.util.Set;

/** Containers are ended and start again in their pods. */
public record ContainerKill(Header header, Set<String> containers) implements Fault {
    public ContainerKill {
        containers = Set.copyOf(containers);
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public Injection injection(Scene scene) {
        List<Pod> holders = scene.targets().stream()
                .filter(pod -> pod.containers().stream().anyMatch(containers::contains))
                .toList();
        return holders.isEmpty()
                ? new NoTarget("no container named " + containers + " in any of the pods selected")
                : new KillInjection(scene.cluster(), holders, false, pod -> killIn(scene.cluster(), pod));
    }

    private void killIn(Cluster cluster, Pod pod) {
        pod.containers().stream()
                .filter(containers::contains)
                .forEach(container -> cluster.killContainer(pod.name(), container));
    }
}
