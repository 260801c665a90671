package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.network.shaper.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the kernels of receiving pods count of TCP segments and datagrams with a wrong checksum. */
final class ChecksumErrors {

    private final Scene scene;
    private final List<Pod> receivers;
    private final Map<String, Long> before = new HashMap<>();

    ChecksumErrors(Scene scene, List<Link> links) {
        this.scene = scene;
        this.receivers = scene.pods().stream()
                .filter(pod ->
                        links.stream().anyMatch(link -> link.destination().equals(pod.address())))
                .toList();
    }

    void begin() {
        receivers.forEach(pod -> before.put(pod.name(), read(pod)));
    }

    /** Returns by how many they rose since the beginning, at the pods that were not replaced. */
    long risen(Set<String> replaced) {
        return receivers.stream()
                .filter(pod -> !replaced.contains(pod.name()))
                .mapToLong(pod -> read(pod) - before.getOrDefault(pod.name(), 0L))
                .sum();
    }

    private long read(Pod pod) {
        return count(new Command(scene.tools().fabric().inside(pod.name(), List.of("cat", "/proc/net/snmp"))).run());
    }

    /** Each protocol has a line of names and then a line of numbers. */
    static long count(String snmp) {
        long errors = 0;
        List<String> lines = new ArrayList<>(snmp.lines().toList());
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            List<String> names = List.of(lines.get(i).split(" ", -1));
            String[] numbers = lines.get(i + 1).split(" ", -1);
            int at = names.indexOf("InCsumErrors");
            if (at > 0 && (names.get(0).equals("Tcp:") || names.get(0).equals("Udp:"))) {
                errors += Long.parseLong(numbers[at]);
            }
        }
        return errors;
    }
}
