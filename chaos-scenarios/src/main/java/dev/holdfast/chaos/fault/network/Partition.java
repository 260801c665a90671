package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.NoTarget;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.Targets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Packets between the targets and their peers are dropped.
 *
 * @param peers     null when the document has no target
 * @param externals addresses and CIDR blocks outside the cluster; with no peers either, all traffic is dropped
 */
public record Partition(Header header, Direction direction, Targets.@Nullable Selected peers, List<String> externals)
        implements Fault {

    public Partition {
        externals = List.copyOf(externals);
    }

    /** Returns whether nothing narrows the peers, which means all traffic. */
    public boolean isTotal() {
        return peers == null && externals.isEmpty();
    }

    @Override
    public Injection injection(Scene scene) {
        List<Pod> others = peers == null ? List.of() : peers.resolve(scene.pods(), scene.random());
        if (peers != null && others.isEmpty()) {
            // as upstream: the whole object stays unselected, its external targets included
            return new NoTarget("no pod is selected by target");
        }
        var injection = new PartitionInjection(scene.tools().filter(), this, scene.targets(), others);
        return injection.cutsNothing() ? new NoTarget("a pod has no peer but itself") : injection;
    }
}
