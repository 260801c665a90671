package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.Targets;
import dev.holdfast.chaos.fault.network.shaper.Link;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which traffic of its targets a fault acts on.
 *
 * @param peers     null when the document has no target
 * @param externals addresses and CIDR blocks outside the cluster; with no peers either, all traffic is meant
 */
record Reach(Direction direction, Targets.@Nullable Selected peers, List<String> externals) {

    private static final String EVERYTHING = "0.0.0.0/0";

    Reach {
        externals = List.copyOf(externals);
    }

    /** Returns the pods at the other end; none when the document has no target. */
    List<Pod> others(Scene scene) {
        return peers == null ? List.of() : peers.resolve(scene.pods(), scene.random());
    }

    /** As upstream: the whole object stays unselected then, its external targets included. */
    boolean isUnselected(List<Pod> others) {
        return peers != null && others.isEmpty();
    }

    /** Returns the directed links, without those of a pod to itself. */
    List<Link> links(List<Pod> targets, List<Pod> others) {
        List<String> ends = new ArrayList<>(others.stream().map(Pod::address).toList());
        ends.addAll(externals);
        if (peers == null && externals.isEmpty()) {
            ends.add(EVERYTHING);
        }
        Set<Link> links = new LinkedHashSet<>();
        for (Pod target : targets) {
            for (String end : ends) {
                if (!end.equals(target.address()) && direction.outward()) {
                    links.add(new Link(target.address(), end));
                }
                if (!end.equals(target.address()) && direction.inward()) {
                    links.add(new Link(end, target.address()));
                }
            }
        }
        return List.copyOf(links);
    }
}
