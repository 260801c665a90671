package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.NoTarget;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.network.shaper.Impairment;
import dev.holdfast.chaos.fault.network.shaper.Link;
import java.util.List;
import java.util.Set;

/** Packets from the targets to their peers go through a token bucket of the kernel. */
record Bandwidth(Header header, Reach reach, Bucket bucket) implements Fault {

    @Override
    public Set<String> programs() {
        return Set.of("tc");
    }

    @Override
    public Injection injection(Scene scene) {
        List<Pod> others = reach.others(scene);
        List<Link> links = reach.links(scene.targets(), others);
        if (reach.isUnselected(others)) {
            return new NoTarget("no pod is selected by target");
        }
        if (links.isEmpty()) {
            return new NoTarget("a pod has no peer but itself");
        }
        String obstacle = NetworkProbe.obstacle(scene.tools());
        if (!obstacle.isEmpty()) {
            return new NoTarget(obstacle);
        }
        return new ImpairedInjection(
                scene,
                name(),
                links,
                Impairment.rate(bucket.bytesPerSecond()),
                new Disciplines(scene, links, bucket.discipline()),
                bucket.burstBytes());
    }
}
