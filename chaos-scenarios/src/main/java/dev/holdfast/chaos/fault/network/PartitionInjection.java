package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.PacketFilter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Drops packets by source and destination; proved when at least one was dropped. All that is made is named after the
 * fault: base chains on the hooks, sets of address pairs, and a counter for each direction. Nothing accepts packets of
 * existing connections before the drop, so those are cut as well. Chaos Mesh drops in the pods' own INPUT and OUTPUT
 * chains; here the router between the pods drops, which the sender of a datagram cannot tell from loss.
 */
final class PartitionInjection implements Injection {

    private final PacketFilter filter;
    private final PartitionScript script;
    private final List<Evidence> evidence = new ArrayList<>();
    private final Set<String> involved;
    private long dropped;

    PartitionInjection(PacketFilter filter, Partition fault, List<Pod> targets, List<Pod> peers) {
        this.filter = filter;
        this.script = new PartitionScript(fault, addresses(targets), addresses(peers));
        this.involved = new LinkedHashSet<>(addresses(targets));
        involved.addAll(addresses(peers));
        String cutFrom = fault.isTotal()
                ? "everything"
                : peers.stream().map(Pod::name).collect(Collectors.joining(", "))
                        + (fault.externals().isEmpty() ? "" : " and " + String.join(", ", fault.externals()));
        for (Pod pod : targets) {
            evidence.add(new Evidence(
                    "cut",
                    pod.name(),
                    fault.isTotal() ? 0 : peers.size() + fault.externals().size(),
                    "peers",
                    "packets " + fault.direction().word() + " " + cutFrom + " are dropped"));
        }
    }

    boolean cutsNothing() {
        return script.isEmpty();
    }

    private static List<String> addresses(List<Pod> pods) {
        return pods.stream().map(Pod::address).toList();
    }

    @Override
    public void start() {
        filter.apply(script.cut());
    }

    @Override
    public void sample() {}

    @Override
    public void replaced(Pod pod, String when) {
        if (involved.remove(pod.address())) {
            String mend = script.mend(pod.address());
            if (!mend.isEmpty()) {
                filter.apply(mend);
            }
            evidence.add(new Evidence(
                    "fault-lost",
                    pod.name(),
                    1,
                    "pods",
                    "fault lost " + when + ": the pod was replaced, its rules are gone"));
        }
    }

    @Override
    public void heal() {
        PacketFilter.Contents before = filter.contents();
        for (String counter : script.counters()) {
            long packets = before.packets().getOrDefault(counter, 0L);
            dropped += packets;
            evidence.add(new Evidence(
                    "packets-dropped", counter, packets, "packets", packets + " packets dropped by " + counter));
        }
        if (script.objects().stream().anyMatch(before.objects()::contains)) {
            filter.apply(script.heal());
        }
        Set<String> left = new LinkedHashSet<>(script.objects());
        left.retainAll(filter.contents().objects());
        if (!left.isEmpty()) {
            throw new HealFailed("heal partition: the packet filter still holds " + String.join(", ", left));
        }
    }

    @Override
    public boolean proved() {
        return dropped > 0;
    }

    @Override
    public List<Evidence> evidence() {
        return evidence;
    }
}
