package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.network.shaper.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A queueing discipline on the link of each sending pod, in the pod's own network as upstream; packets of other links go by
 * another class. All links of a pod share it, as upstream.
 */
final class Disciplines implements Passage {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Pattern STATISTICS =
            Pattern.compile("Sent (\\d+) bytes (\\d+) pkt \\(dropped (\\d+), overlimits (\\d+)");

    private final Scene scene;
    private final String discipline;
    private final Map<Pod, List<String>> destinations = new LinkedHashMap<>();
    private final Map<String, Pod> made = new LinkedHashMap<>();
    private boolean hasActed;

    Disciplines(Scene scene, List<Link> links, String discipline) {
        this.scene = scene;
        this.discipline = discipline;
        for (Pod pod : scene.pods()) {
            List<String> of = links.stream()
                    .filter(link -> link.source().equals(pod.address()))
                    .map(Link::destination)
                    .toList();
            if (!of.isEmpty()) {
                destinations.put(pod, of);
            }
        }
    }

    /** Nothing can be led through a bucket unharmed. */
    @Override
    public void lead() {}

    @Override
    public void impair() {
        destinations.forEach((pod, of) -> {
            in(pod, "tc", "-batch", "-").run(script(discipline, of));
            made.put(pod.name(), pod);
        });
    }

    static String script(String discipline, List<String> destinations) {
        StringBuilder script = new StringBuilder("""
                qdisc add dev eth0 root handle 1: htb default 1
                class add dev eth0 parent 1: classid 1:1 htb rate 10gbit quantum 60000
                class add dev eth0 parent 1: classid 1:2 htb rate 10gbit quantum 60000
                """);
        script.append("qdisc add dev eth0 parent 1:2 handle 2: ")
                .append(discipline)
                .append('\n');
        for (String destination : destinations) {
            script.append("filter add dev eth0 parent 1: protocol ip prio 1 u32 match ip dst ");
            script.append(destination.contains("/") ? destination : destination + "/32")
                    .append(" flowid 1:2\n");
        }
        return script.toString();
    }

    /** The pod's link is a new one, without discipline. */
    @Override
    public void forget(Pod pod) {
        made.remove(pod.name());
    }

    @Override
    public List<Evidence> figures() {
        List<Evidence> evidence = new ArrayList<>();
        for (Pod pod : made.values()) {
            String said = in(pod, "tc", "-s", "qdisc", "show", "dev", "eth0", "handle", "2:")
                    .run();
            Matcher statistics = STATISTICS.matcher(said);
            if (statistics.find()) {
                long packets = Long.parseLong(statistics.group(2));
                hasActed |= packets > 0;
                evidence.add(new Evidence(
                        "packets-shaped",
                        pod.name(),
                        packets,
                        "packets",
                        "from " + pod.name() + ": " + packets + " packets (" + statistics.group(1)
                                + " bytes) went through '" + discipline + "', " + statistics.group(3) + " dropped, "
                                + statistics.group(4) + " waits for the rate"));
            }
        }
        return evidence;
    }

    @Override
    public boolean hasActed() {
        return hasActed;
    }

    @Override
    public void remove() {
        List<String> left = new ArrayList<>();
        for (Pod pod : made.values()) {
            Command.Outcome gone =
                    in(pod, "tc", "qdisc", "del", "dev", "eth0", "root").attempt("", BOUND);
            String shown = in(pod, "tc", "qdisc", "show", "dev", "eth0").run();
            if (shown.contains("htb")) {
                left.add(
                        pod.name() + ": " + shown.strip() + " (" + gone.output().strip() + ")");
            }
        }
        made.clear();
        if (!left.isEmpty()) {
            throw new HealFailed("heal the links of pods: still there is " + String.join("; ", left));
        }
    }

    private Command in(Pod pod, String... words) {
        return new Command(scene.tools().fabric().inside(pod.name(), List.of(words)));
    }
}
