package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.volume.Volumes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** A packet filter in memory that knows what was added and deleted, and counts what it is told to. */
public final class FakePacketFilter implements PacketFilter {

    final List<String> scripts = new CopyOnWriteArrayList<>();
    public final Map<String, Long> packets = new HashMap<>();
    boolean keepsSets;

    private final Set<String> objects = new TreeSet<>();

    /** Returns tools with that filter, for pods whose network nobody asks for. */
    public static Tools tools(PacketFilter filter) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        return new Tools(filter, new FakeFabric(), folder, Volumes.open(Set.of(), folder, folder));
    }

    @Override
    public synchronized void apply(String script) {
        scripts.add(script);
        for (String line : script.split("\n", -1)) {
            String[] words = (line + "  ").split(" ", -1);
            boolean isObject = Set.of("chain", "set", "counter").contains(words[1]);
            if (isObject && words[0].equals("add")) {
                objects.add(words[1] + " " + words[4]);
            } else if (isObject && words[0].equals("delete") && !(keepsSets && words[1].equals("set"))) {
                objects.remove(words[1] + " " + words[4]);
            }
        }
    }

    @Override
    public synchronized Contents contents() {
        return new Contents(objects, packets);
    }
}
