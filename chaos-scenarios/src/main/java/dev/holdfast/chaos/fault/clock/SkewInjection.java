package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Tools;
import dev.holdfast.spi.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sets the clocks of processes; proved when each program told the time that it should, and it alone explains that. */
final class SkewInjection implements Injection {

    private static final long PERIOD_NANOS = 400_000_000L;

    private final Cluster cluster;
    private final Tools tools;
    private final List<Pod> targets;
    private final ClockSkew fault;
    private final List<SkewedPod> pods = new ArrayList<>();
    private final List<Evidence> evidence = new ArrayList<>();
    // null until the start
    private @Nullable Signals signals;
    private long startedNanos;
    private long sampledNanos;

    SkewInjection(Cluster cluster, Tools tools, List<Pod> targets, ClockSkew fault) {
        this.cluster = cluster;
        this.tools = tools;
        this.targets = targets;
        this.fault = fault;
    }

    @Override
    public void start() {
        startedNanos = Ticker.SYSTEM.nanos();
        sampledNanos = startedNanos - PERIOD_NANOS;
        Signals opened = Signals.start(tools, fault.name());
        signals = opened;
        for (Pod pod : targets) {
            begin(pod, opened);
        }
    }

    private void begin(Pod pod, Signals opened) {
        try {
            long main = cluster.pid(pod.name())
                    .orElseThrow(() -> new NotSkewable("pod '" + pod.name() + "' has no process that is visible here"));
            SkewedPod skewed = new SkewedPod(pod, main, processes(pod, main), fault.shift(), opened, evidence);
            skewed.begin();
            pods.add(skewed);
        } catch (NotSkewable e) {
            evidence.add(new Evidence("unsupported", pod.name(), 1, "pods", "UNSUPPORTED: " + e.getMessage()));
        }
    }

    private List<Long> processes(Pod pod, long main) {
        List<Long> tree = ProcessHandle.of(main).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(ProcessHandle::pid)
                .toList();
        if (tree.isEmpty()) {
            throw new NotSkewable("the process " + main + " of pod '" + pod.name() + "' has ended");
        }
        if (fault.process() == ClockSkew.MAIN) {
            return tree;
        }
        if (!tree.contains(fault.process())) {
            throw new NotSkewable("pod '" + pod.name() + "' has the processes " + tree + " and none with the id "
                    + fault.process() + "; 1 stands for its main process");
        }
        return List.of(fault.process());
    }

    @Override
    public void sample() {
        long now = Ticker.SYSTEM.nanos();
        for (SkewedPod pod : pods) {
            if (!cluster.pid(pod.pod().name()).equals(OptionalLong.of(pod.main()))) {
                pod.lose(
                        (now - startedNanos) / 1_000_000 + " ms after injection: process " + pod.main() + " has ended");
            }
        }
        if (now - sampledNanos >= PERIOD_NANOS) {
            sampledNanos = now;
            pods.forEach(SkewedPod::look);
        }
    }

    @Override
    public void replaced(Pod pod, String when) {
        pods.stream()
                .filter(skewed -> skewed.pod().name().equals(pod.name()))
                .forEach(skewed -> skewed.lose(when + ": the pod was replaced"));
    }

    @Override
    public void heal() {
        Signals opened = signals;
        if (opened == null) {
            return;
        }
        try (opened) {
            for (SkewedPod pod : pods) {
                if (!cluster.pid(pod.pod().name()).equals(OptionalLong.of(pod.main()))) {
                    pod.lose("before healing: process " + pod.main() + " has ended");
                }
            }
            Each.of(pods, SkewedPod::end);
            Each.of(pods, SkewedPod::lookAfter);
        }
    }

    @Override
    public boolean proved() {
        return pods.size() == targets.size() && pods.stream().allMatch(SkewedPod::isProved);
    }

    @Override
    public List<Evidence> evidence() {
        return evidence;
    }
}
