package dev.holdfast.chaos.kubernetes;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.Fault;
import java.util.List;

/** What a fault does to the cluster beyond what its records say, where that can be seen. */
interface Effect {

    /** Looks at what is there before the fault. */
    default void before() {}

    /** Looks at the effect; called once the records are injected. */
    default void during() {}

    /** Looks at what is there once the fault is gone; throws {@link dev.holdfast.chaos.fault.HealFailed} if not all is back. */
    default void after() {}

    /** Returns whether the fault is one that replaces pods, so that a replaced pod is its effect and not its loss. */
    default boolean replacesPods() {
        return false;
    }

    boolean isProved();

    List<Evidence> evidence();

    static Effect of(KubernetesCluster cluster, Fault fault, List<Pod> targets, ChaosObject object) {
        if (object.isOfNetworks()) {
            return new NetworkRules(cluster, object);
        }
        return switch (fault.action()) {
            case "pod-kill" -> new PodReplacement(cluster, targets);
            case "container-kill" -> new ContainerRestart(cluster, targets);
            default -> new RecordsAlone();
        };
    }

    /** The records say it all: the daemon on the pod's node has acknowledged what was done. */
    final class RecordsAlone implements Effect {

        @Override
        public boolean isProved() {
            return true;
        }

        @Override
        public List<Evidence> evidence() {
            return List.of();
        }
    }
}
