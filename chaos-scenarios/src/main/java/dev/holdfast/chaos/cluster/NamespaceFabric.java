package dev.holdfast.chaos.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pods in network namespaces of their own, inside the {@link Sandbox}. The runner's namespace routes between them: each pod
 * hangs on one veth pair with a /32 route, so all traffic between pods passes the forward hook of the {@link Nft} table, and
 * none of the runner's own does. Not for use outside the sandbox: it would configure the machine's own network.
 */
public final class NamespaceFabric implements Fabric {

    /** The address of the runner, reachable from each pod. */
    public static final String RUNNER = "10.77.255.254";

    private static final String PREFIX = "10.77.0.";
    private static final int LARGEST = 250;

    private record Place(int index, String pod) {
        String address() {
            return PREFIX + index;
        }

        String device() {
            return "v" + index;
        }
    }

    private final Nft nft = new Nft();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private int used;

    private NamespaceFabric() {}

    /** Opens the fabric of this sandbox; throws when this process is not in one. */
    public static NamespaceFabric open() {
        if (!Sandbox.isInside()) {
            throw new ClusterException(
                    "open a namespace fabric: this process is not in a sandbox; start it by Sandbox.run");
        }
        NamespaceFabric fabric = new NamespaceFabric();
        fabric.nft.create();
        return fabric;
    }

    /** Returns the table that faults are written to. */
    public Nft nft() {
        return nft;
    }

    /** Returns the runner's end of the pod's link; what leaves it is what the pod receives. */
    public synchronized String device(String pod) {
        return place(pod).device();
    }

    /** Returns the path of the pod's network namespace, as {@code setns} and {@code nsenter} take it. */
    public synchronized Path namespace(String pod) {
        return path(place(pod));
    }

    @Override
    public synchronized Map<String, String> add(List<String> pods) {
        List<Place> added = new ArrayList<>();
        for (String pod : pods) {
            if (places.containsKey(pod)) {
                throw new IllegalArgumentException("pod: must be new, given '" + pod + "' again");
            }
            if (used == LARGEST) {
                throw new ClusterException(
                        "add pod '" + pod + "': all " + LARGEST + " addresses of " + PREFIX + "* are used");
            }
            Place place = new Place(++used, pod);
            places.put(pod, place);
            added.add(place);
        }
        wire(added);
        Map<String, String> addresses = new LinkedHashMap<>();
        added.forEach(place -> addresses.put(place.pod(), place.address()));
        return addresses;
    }

    @Override
    public synchronized List<String> inside(String pod, List<String> command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--net=" + path(place(pod)), "--"));
        words.addAll(command);
        return words;
    }

    @Override
    public synchronized void renew(String pod) {
        Place place = place(pod);
        unwire(place);
        wire(List.of(place));
    }

    @Override
    public synchronized void remove(String pod) {
        unwire(place(pod));
        places.remove(pod);
    }

    @Override
    public boolean isPartitionable() {
        return true;
    }

    @Override
    public synchronized void close() {
        if (!places.isEmpty()) {
            StringBuilder batch = new StringBuilder();
            places.values()
                    .forEach(place -> batch.append("link del ")
                            .append(place.device())
                            .append("\nnetns del ")
                            .append(place.pod())
                            .append('\n'));
            Command.of("ip", "-force", "-batch", "-").run(batch.toString());
            places.clear();
        }
    }

    /** All links in one batch, then what has to be done inside each namespace in one shell. */
    private static void wire(List<Place> added) {
        StringBuilder links = new StringBuilder();
        StringBuilder shell = new StringBuilder("set -e\n");
        for (Place place : added) {
            links.append("netns add ").append(place.pod()).append('\n');
            links.append("link add %s type veth peer name eth0 netns %s\n".formatted(place.device(), place.pod()));
            links.append("addr add %s/32 dev %s\n".formatted(RUNNER, place.device()));
            links.append("link set %s up\n".formatted(place.device()));
            links.append("route add %s/32 dev %s\n".formatted(place.address(), place.device()));
            shell.append("ip -n %s -batch - <<END\n".formatted(place.pod()));
            shell.append("link set lo up\naddr add %s/32 dev eth0\nlink set eth0 up\n".formatted(place.address()));
            shell.append("route add %1$s/32 dev eth0\nroute add default via %1$s dev eth0\nEND\n".formatted(RUNNER));
            if (Files.exists(Sandbox.RTO_MAX)) {
                shell.append("nsenter --net=%s sh -c 'echo %s > %s'\n"
                        .formatted(path(place), Sandbox.RTO_MAX_MS, Sandbox.RTO_MAX));
            }
        }
        Command.of("ip", "-batch", "-").run(links.toString());
        for (Place place : added) {
            answerForAll(place);
        }
        Command.of("sh", "-s").run(shell.toString());
    }

    /** The pod asks for the hardware address of its gateway, which is on no common subnet: the runner answers for all. */
    private static void answerForAll(Place place) {
        Path setting = Path.of("/proc/sys/net/ipv4/conf", place.device(), "proxy_arp");
        try {
            Files.writeString(setting, "1");
        } catch (IOException e) {
            throw new ClusterException("write " + setting + " for pod '" + place.pod() + "'", e);
        }
    }

    private static void unwire(Place place) {
        // the link goes by its own command: a namespace that some process still holds would keep it for a while
        Command.of("ip", "-batch", "-").run("link del %s\nnetns del %s\n".formatted(place.device(), place.pod()));
    }

    private static Path path(Place place) {
        return Path.of("/run/netns", place.pod());
    }

    private Place place(String pod) {
        Place place = places.get(pod);
        if (place == null) {
            throw new IllegalArgumentException("pod: must be one of " + places.keySet() + ", given '" + pod + "'");
        }
        return place;
    }
}
