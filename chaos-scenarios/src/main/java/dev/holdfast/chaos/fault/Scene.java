package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a fault is put into effect.
 *
 * @param tools   what faults are made with
 * @param targets the pods chosen for it, at least one
 * @param pods    all pods, to choose others from
 * @param random  the source of every further choice; the same seed makes the same ones
 */
public record Scene(Cluster cluster, Tools tools, List<Pod> targets, List<Pod> pods, SplittableRandom random) {
    public Scene {
        targets = List.copyOf(targets);
        pods = List.copyOf(pods);
    }
}
