package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.NamespaceFabric;
import dev.holdfast.chaos.cluster.Sandbox;
import dev.holdfast.chaos.cluster.volume.Volumes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Three pods whose links are made worse in each way; run by {@link ImpairedIT} in a sandbox, prints what it saw. */
final class ImpairedScene {

    private static final Map<String, String> CASES = cases();

    private ImpairedScene() {}

    /**
     * Plays.
     *
     * @param args the file that is told what was seen, then the names of the cases, all without any
     */
    public static void main(String[] args) throws IOException {
        System.setOut(new PrintStream(Files.newOutputStream(Path.of(args[0])), true, StandardCharsets.UTF_8));
        Path data = Sandbox.enter().dataRoot();
        Path logs = Path.of("target/impaired").toAbsolutePath();
        try (NamespaceFabric fabric = NamespaceFabric.open();
                LocalCluster cluster = LocalCluster.open(fabric, "holdfast", "impaired", data, logs)) {
            for (String pod : List.of("a", "b", "c")) {
                cluster.addClient(pod, Map.of(), List.of("sleep", "600"), Map.of(), line -> {});
            }
            Tools tools = new Tools(NftPacketFilter.of(fabric.nft()), fabric, logs, Volumes.open(Set.of(), logs, logs));
            List<String> named = List.of(args).subList(1, args.length);
            List<String> wanted = named.isEmpty() ? List.copyOf(CASES.keySet()) : named;
            for (String name : wanted) {
                Recorder recorder = new Recorder();
                Nemesis nemesis = new Nemesis(cluster, tools, 1, recorder, System::nanoTime);
                play(nemesis, name, CASES.getOrDefault(name, ""));
                tell(recorder);
            }
        }
        System.exit(0);
    }

    private static void play(Nemesis nemesis, String name, String spec) {
        try (ActiveFault active = nemesis.inject(fault(name, spec), System.nanoTime())) {
            for (int i = 0; i < 150; i++) {
                active.sample();
                AtOnce.until(Duration.ofMillis(20), () -> false);
            }
        }
    }

    private static Fault fault(String name, String spec) {
        return Manifests.read("apiVersion: chaos-mesh.org/v1alpha1\nkind: NetworkChaos\nmetadata: { name: " + name
                + " }\nspec: { mode: all, selector: { pods: { holdfast: [a] } }, direction: both,"
                + " target: { mode: all, selector: { pods: { holdfast: [b] } } }, " + spec + " }\n");
    }

    @SuppressWarnings("SystemOut")
    private static void tell(Recorder recorder) {
        for (FaultListener.Effect effect : recorder.all(FaultListener.Effect.class)) {
            System.out.println(effect.name() + " is proved: " + effect.proved());
            effect.evidence().forEach(one -> System.out.println("    " + one.text()));
        }
    }

    private static Map<String, String> cases() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("delay", "action: delay, delay: { latency: 50ms, jitter: 10ms, correlation: '25' }");
        cases.put("reorder", "action: delay, delay: { latency: 20ms, reorder: { reorder: '50', gap: 3 } }");
        cases.put("loss", "action: loss, loss: { loss: '30', correlation: '0' }");
        cases.put("duplicate", "action: duplicate, duplicate: { duplicate: '50' }");
        cases.put("corrupt", "action: corrupt, corrupt: { corrupt: '20' }");
        cases.put("rate", "action: rate, rate: { rate: 1mbit }");
        cases.put("bandwidth", "action: bandwidth, bandwidth: { rate: 1mbit, limit: 100000, buffer: 5000 }");
        cases.put(
                "netem",
                "action: netem, delay: { latency: 20ms, jitter: 5ms }, loss: { loss: '10' },"
                        + " duplicate: { duplicate: '10' }, corrupt: { corrupt: '5' }");
        return cases;
    }
}
