package dev.holdfast.chaos.fault.stress;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Header;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.NoTarget;
import dev.holdfast.chaos.fault.Scene;
import java.util.List;
import java.util.Set;

/**
 * Processors are kept busy and memory full beside pods, which have no limits of their own: the whole machine's.
 *
 * @param containers the containers meant; none for the first of each pod
 */
record StressFault(Header header, List<Stressor> stressors, Set<String> containers) implements Fault {

    /** What is left to the pods and to everybody else on the machine. */
    private static final double MOST = 0.8;

    StressFault {
        stressors = List.copyOf(stressors);
        containers = Set.copyOf(containers);
    }

    @Override
    public Injection injection(Scene scene) {
        List<Pod> holders = scene.targets().stream()
                .filter(pod -> containers.isEmpty() || pod.containers().stream().anyMatch(containers::contains))
                .toList();
        if (holders.isEmpty()) {
            return new NoTarget("no container named " + containers + " in any of the pods selected");
        }
        double wanted = stressors.stream()
                        .filter(Stressor.Memory.class::isInstance)
                        .mapToDouble(
                                stressor -> ((Stressor.Memory) stressor).size().bytesHere())
                        .sum()
                * holders.size();
        long available = Amount.availableBytes();
        if (wanted > MOST * available) {
            return new NoTarget("UNSUPPORTED: " + Math.round(wanted / 1e6) + " MB are asked for and "
                    + available / 1_000_000 + " MB available; a pod has no limit of its own, so the machine would run"
                    + " out of memory");
        }
        return new StressInjection(this, scene, holders);
    }
}
