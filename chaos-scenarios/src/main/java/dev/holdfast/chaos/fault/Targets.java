package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Pod;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Which pods a fault is done to. */
public sealed interface Targets {

    /** Returns the pods taken out of those given, in name order; none is a possible answer. */
    List<Pod> resolve(List<Pod> pods, SplittableRandom random);

    /** Pods by selector and mode. */
    record Selected(Selector selector, Mode mode) implements Targets {

        @Override
        public List<Pod> resolve(List<Pod> pods, SplittableRandom random) {
            return mode.choose(pods.stream().filter(selector::matches).toList(), Pod::name, random);
        }
    }

    /** Pods by their addresses, as a physical machine is addressed; all of them, whatever the mode. */
    record Addressed(Set<String> hosts) implements Targets {

        public Addressed {
            hosts = Set.copyOf(hosts);
        }

        @Override
        public List<Pod> resolve(List<Pod> pods, SplittableRandom random) {
            return pods.stream()
                    .filter(pod -> hosts.contains(pod.address()))
                    .sorted(Comparator.comparing(Pod::name))
                    .toList();
        }
    }
}
