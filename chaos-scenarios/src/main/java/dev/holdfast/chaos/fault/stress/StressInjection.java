package dev.holdfast.chaos.fault.stress;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.AtOnce;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Runs stressors beside pods; proved when each took what was asked, by the kernel's account. */
final class StressInjection implements Injection {

    private final StressFault fault;
    private final Tools tools;
    private final List<Pod> targets;
    private final Map<String, Queue<RunningStressor>> running = new ConcurrentHashMap<>();
    private final Set<String> unproved = ConcurrentHashMap.newKeySet();
    private final Queue<Evidence> evidence = new ConcurrentLinkedQueue<>();

    StressInjection(StressFault fault, Scene scene, List<Pod> targets) {
        this.fault = fault;
        this.tools = scene.tools();
        this.targets = List.copyOf(targets);
    }

    @Override
    public void start() {
        AtOnce.forEach("stress", targets, this::begin);
    }

    private void begin(Pod pod) {
        Queue<RunningStressor> begun = new ConcurrentLinkedQueue<>();
        running.put(pod.name(), begun);
        for (int i = 0; i < fault.stressors().size(); i++) {
            String name = "stress-" + i + "-" + fault.name() + "-" + pod.name();
            begun.add(RunningStressor.start(tools, fault.stressors().get(i), pod, name));
        }
    }

    @Override
    public void sample() {}

    /** The stressors of a pod that was replaced end with it, as they do in a container. */
    @Override
    public void replaced(Pod pod, String when) {
        if (running.containsKey(pod.name())) {
            end(pod);
            unproved.add(pod.name());
            evidence.add(
                    new Evidence("fault-lost", pod.name(), 1, "pods", "fault lost " + when + ": the pod was replaced"));
        }
    }

    @Override
    public void heal() {
        AtOnce.forEach("stress-heal", targets, this::end);
        evidence.add(new Evidence(
                "limits",
                "",
                Runtime.getRuntime().availableProcessors(),
                "processors",
                "the pods have no limits of their own: the stressors take from the machine that all pods share"));
    }

    private void end(Pod pod) {
        Queue<RunningStressor> begun = running.remove(pod.name());
        if (begun == null) {
            return;
        }
        if (begun.size() < fault.stressors().size()) {
            unproved.add(pod.name());
        }
        endAll(pod, begun);
    }

    /** Ends the rest even where one cannot be ended. */
    private void endAll(Pod pod, Queue<RunningStressor> begun) {
        RunningStressor stressor = begun.poll();
        if (stressor == null) {
            return;
        }
        try {
            RunningStressor.Seen seen = stressor.end();
            if (!seen.proved()) {
                unproved.add(pod.name());
            }
            evidence.addAll(seen.evidence());
        } finally {
            endAll(pod, begun);
        }
    }

    @Override
    public boolean proved() {
        return unproved.isEmpty() && running.isEmpty();
    }

    @Override
    public List<Evidence> evidence() {
        return new ArrayList<>(evidence);
    }
}
