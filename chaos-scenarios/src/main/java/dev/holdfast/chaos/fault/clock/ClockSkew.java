package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.NoTarget;
import dev.holdfast.chaos.fault.Scene;
import java.util.List;
import java.util.Set;

/**
 * Clocks of processes are ahead or behind. Time that is shown to programs which ask the kernel by a system call of their
 * own, past the vDSO, stays right, as with Chaos Mesh; such a fault ends as not proved.
 *
 * @param containers those whose processes are meant; empty for all
 * @param process    1 for the main process of a pod and its descendants; another id for that process alone
 */
public record ClockSkew(Header header, Shift shift, Set<String> containers, long process) implements Fault {

    /** The process that a container's own ids begin with. */
    static final long MAIN = 1;

    public ClockSkew {
        containers = Set.copyOf(containers);
    }

    @Override
    public Injection injection(Scene scene) {
        List<Pod> holders = scene.targets().stream()
                .filter(pod -> containers.isEmpty() || pod.containers().stream().anyMatch(containers::contains))
                .toList();
        return holders.isEmpty()
                ? new NoTarget("no container named " + containers + " in any of the pods selected")
                : new SkewInjection(scene.cluster(), scene.tools(), holders, this);
    }
}
