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

/** Packets between the targets and their peers are lost, held, doubled or spoilt. */
record Impaired(Header header, Reach reach, Impairment impairment) implements Fault {

    /** Says {@code netem} where the kernel's own discipline is wanted; it takes no seed. */
    private static final String WAY = "holdfast.network";

    @Override
    public Set<String> programs() {
        return Set.of("tc", "iptables-nft");
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
        Passage passage = System.getProperty(WAY, "").equals("netem")
                ? new Disciplines(scene, links, Netem.discipline(impairment))
                : new ShapedPassage(
                        Shaper.of(scene.tools()), name(), links, scene.random().nextLong(), impairment);
        return new ImpairedInjection(scene, name(), links, impairment, passage);
    }
}
