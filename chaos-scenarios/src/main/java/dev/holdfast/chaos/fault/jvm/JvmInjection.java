package dev.holdfast.chaos.fault.jvm;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.AtOnce;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Does something to the JVMs of pods, and asks each what came of it; proved when it was seen in every one. */
final class JvmInjection implements Injection {

    private final String fault;
    private final Cluster cluster;
    private final Tools tools;
    private final List<Pod> targets;
    private final Effect effect;
    private final Map<String, TargetJvm> attached = new ConcurrentHashMap<>();
    private final Map<String, Boolean> proved = new ConcurrentHashMap<>();
    private final Queue<Evidence> evidence = new ConcurrentLinkedQueue<>();

    JvmInjection(JvmFault fault, Scene scene, List<Pod> targets) {
        this.fault = fault.name();
        this.cluster = scene.cluster();
        this.tools = scene.tools();
        this.targets = targets;
        this.effect = effect(fault, scene.tools());
    }

    private static Effect effect(JvmFault fault, Tools tools) {
        if (fault.what() instanceof JvmAction.Rules rules) {
            return new RuleEffect(rules, fault.port(), tools.logs(), fault.name());
        }
        if (fault.what() instanceof JvmAction.Processor load) {
            return StressEffect.processor(load, fault.name());
        }
        if (fault.what() instanceof JvmAction.Memory load) {
            return StressEffect.memory(load, fault.name());
        }
        if (fault.what() instanceof JvmAction.Collection) {
            return new CollectionEffect();
        }
        throw new IllegalStateException("action without an effect: " + fault.what());
    }

    @Override
    public void start() {
        AtOnce.forEach("jvm", targets, this::begin);
    }

    private void begin(Pod pod) {
        long pid = cluster.pid(pod.name())
                .orElseThrow(() -> new ClusterException("inject into pod '" + pod.name() + "': it has no process now"));
        TargetJvm target = TargetJvm.beside(tools, pod, pid, fault);
        attached.put(pod.name(), target);
        effect.begin(target);
    }

    @Override
    public void sample() {}

    @Override
    public void replaced(Pod pod, String when) {
        if (attached.containsKey(pod.name())) {
            lost(pod.name(), "fault lost " + when + ": the pod was replaced");
        }
    }

    private void lost(String pod, String text) {
        evidence.add(new Evidence("fault-lost", pod, 1, "pods", text));
    }

    @Override
    public void heal() {
        AtOnce.forEach(
                "jvm-heal",
                targets.stream().filter(pod -> attached.containsKey(pod.name())).toList(),
                this::end);
    }

    private void end(Pod pod) {
        TargetJvm target = attached.get(pod.name());
        if (target == null) {
            return;
        }
        try (target) {
            Effect.Seen seen = effect.end(target);
            proved.put(pod.name(), seen.proved());
            evidence.addAll(seen.evidence());
            if (!seen.left().isEmpty()) {
                throw new HealFailed("heal '" + fault + "' in the JVM of pod '" + pod.name() + "': " + seen.left());
            }
        } catch (ClusterException e) {
            if (runs(target)) {
                throw e;
            }
            lost(
                    pod.name(),
                    "process " + target.pid() + " has ended, and with it what was in it; nothing was measured");
        }
    }

    private boolean runs(TargetJvm target) {
        var now = cluster.pid(target.pod().name());
        return now.isPresent() && now.getAsLong() == target.pid();
    }

    @Override
    public boolean proved() {
        return targets.stream().allMatch(pod -> proved.getOrDefault(pod.name(), false));
    }

    @Override
    public List<Evidence> evidence() {
        return new ArrayList<>(evidence);
    }
}
