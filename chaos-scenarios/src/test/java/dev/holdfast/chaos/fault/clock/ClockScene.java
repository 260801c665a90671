package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.cluster.ClientProcess;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.cluster.volume.Volumes;
import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.fault.ActiveFault;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.FaultListener;
import dev.holdfast.chaos.fault.Nemesis;
import dev.holdfast.chaos.fault.PacketFilter;
import dev.holdfast.chaos.fault.Tools;
import dev.holdfast.chaos.manifest.ManifestReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Pods on the loopback interface, the clocks of which are set by manifests. */
final class ClockScene implements AutoCloseable, FaultListener {

    final LoopbackFabric fabric = LoopbackFabric.open();
    final LocalCluster cluster;

    private final Nemesis nemesis;
    private final Map<String, Effect> effects = new HashMap<>();

    ClockScene(Path folder) {
        cluster = LocalCluster.open(fabric, "holdfast", "run-1", folder.resolve("data"), folder.resolve("logs"));
        Tools tools = new Tools(new NoFilter(), fabric, folder.resolve("logs"), Volumes.open(Set.of(), folder, folder));
        nemesis = new Nemesis(cluster, tools, 1, this, System::nanoTime);
    }

    /** A program that answers each line with one. */
    static final class Asked {

        private final ClientProcess process;
        private final BlockingQueue<String> answers;

        Asked(ClientProcess process, BlockingQueue<String> answers) {
            this.process = process;
            this.answers = answers;
        }

        String next() throws InterruptedException {
            String line = answers.poll(60, TimeUnit.SECONDS);
            if (line == null) {
                throw new AssertionError("no line from " + process.pod() + " within 60 s");
            }
            return line;
        }

        String ask() throws InterruptedException {
            process.send("tell");
            return next();
        }
    }

    Asked start(String pod, List<String> command) {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        return new Asked(cluster.addClient(pod, Map.of(), command, Map.of(), lines::add), lines);
    }

    ActiveFault skew(String name, String pod, String fields) {
        String text = "apiVersion: chaos-mesh.org/v1alpha1\nkind: TimeChaos\nmetadata: { name: " + name
                + " }\nspec: { mode: all, selector: { pods: { holdfast: [" + pod + "] } }, " + fields + " }\n";
        return nemesis.inject(
                ManifestReader.read(YamlDocuments.parse("m.yaml", text).get(0)), System.nanoTime());
    }

    boolean isProved(String fault) {
        return effects.get(fault).proved();
    }

    List<Evidence> evidence(String fault, String what) {
        return effects.get(fault).evidence().stream()
                .filter(evidence -> evidence.what().equals(what))
                .toList();
    }

    /** Returns the figure of the only evidence of that sort. */
    double figure(String fault, String what) {
        List<Evidence> found = evidence(fault, what);
        if (found.size() != 1) {
            throw new AssertionError("expected one " + what + " in " + effects.get(fault));
        }
        return found.get(0).figure();
    }

    /** Returns whether the process of a pod has the same vDSO as this one, byte for byte. */
    boolean isUntouched(String pod) {
        long own = ProcessHandle.current().pid();
        try (ProcessMemory here = ProcessMemory.open(own, "r");
                ProcessMemory there = ProcessMemory.open(cluster.pid(pod).getAsLong(), "r")) {
            return Arrays.equals(here.read(here.vdso()), there.read(there.vdso()));
        }
    }

    @Override
    public void started(Started event) {}

    @Override
    public void ended(Ended event) {}

    @Override
    public void effect(Effect effect) {
        effects.put(effect.name(), effect);
    }

    @Override
    public void close() {
        nemesis.close();
        cluster.close();
        fabric.close();
    }

    private static final class NoFilter implements PacketFilter {

        @Override
        public void apply(String script) {
            throw new IllegalStateException("no packet is filtered by a clock");
        }

        @Override
        public Contents contents() {
            return new Contents(Set.of(), Map.of());
        }
    }
}
