package dev.holdfast.chaos.fault.io;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.volume.PassThroughVolumes;
import dev.holdfast.chaos.cluster.volume.VolumeNeed;
import dev.holdfast.chaos.cluster.volume.fuse.Method;
import dev.holdfast.chaos.cluster.volume.fuse.Rule;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.NoTarget;
import dev.holdfast.chaos.fault.Scene;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Something goes wrong with some of the calls to files of a volume.
 *
 * @param volumePath the path that the document takes the pod's volume to have
 * @param glob       which files, by paths that begin with it
 * @param containers the containers meant; the pod's first where there are none
 */
public record IoFault(
        Header header,
        String volumePath,
        String glob,
        Set<Method> methods,
        int percent,
        Rule.Effect effect,
        Set<String> containers)
        implements Fault {

    public IoFault {
        methods = Set.copyOf(methods);
        containers = Set.copyOf(containers);
    }

    @Override
    public Set<VolumeNeed> needs() {
        return Set.of(VolumeNeed.PASS_THROUGH);
    }

    @Override
    public Injection injection(Scene scene) {
        Optional<PassThroughVolumes> volumes = scene.tools().volumes().passThrough();
        for (Pod pod : scene.targets()) {
            if (volumes.filter(found -> found.has(pod.name())).isEmpty()) {
                return new NoTarget("pod '" + pod.name() + "' has no volume that calls pass through: members have");
            }
            if (!containers.isEmpty() && !containers.contains(pod.containers().get(0))) {
                return new NoTarget(
                        "pod '" + pod.name() + "' has container " + pod.containers() + ", none of " + containers);
            }
        }
        List<Pod> targets = scene.targets();
        long seed = scene.random().nextLong();
        Rule rule = new Rule(volumePath, glob, methods, percent, seed, effect);
        return new IoInjection(name(), scene.cluster(), volumes.orElseThrow(), targets, rule);
    }
}
