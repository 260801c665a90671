package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Pod;
import java.util.List;
import java.util.SplittableRandom;

/** Where faults are put into effect: on this machine by what each fault brings, or by the controllers of a cluster. */
public interface Injector {

    /**
     * Returns what puts the fault into effect; nothing is done yet.
     *
     * @param targets the pods chosen for it, at least one
     * @param pods    all pods, to choose others from
     * @param random  the source of every further choice; the same seed makes the same ones
     */
    Injection injection(Fault fault, List<Pod> targets, List<Pod> pods, SplittableRandom random);
}
