package dev.holdfast.chaos.fault.io;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.cluster.volume.Cost;
import dev.holdfast.chaos.cluster.volume.PassThroughVolumes;
import dev.holdfast.chaos.cluster.volume.fuse.Counts;
import dev.holdfast.chaos.cluster.volume.fuse.Rule;
import dev.holdfast.chaos.fault.AtOnce;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Injection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts one rule before the volume of each target; proved when each rule was done to calls. A process that does not survive it
 * is started again at healing, as a kubelet would start its container.
 */
final class IoInjection implements Injection {

    private static final Duration BACK = Duration.ofSeconds(15);

    private final String name;
    private final Cluster cluster;
    private final PassThroughVolumes volumes;
    private final List<Pod> targets;
    private final Rule rule;
    private final Map<String, Counts> done = new HashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();

    IoInjection(String name, Cluster cluster, PassThroughVolumes volumes, List<Pod> targets, Rule rule) {
        this.name = name;
        this.cluster = cluster;
        this.volumes = volumes;
        this.targets = List.copyOf(targets);
        this.rule = rule;
    }

    @Override
    public void start() {
        targets.forEach(pod -> volumes.set(pod.name(), name, rule));
    }

    @Override
    public void sample() {
        // the rules themselves count what they do
    }

    /** A new pod has a volume of its own upstream, before which nothing stands. */
    @Override
    public void replaced(Pod pod, String when) {
        if (targets.stream().anyMatch(target -> target.name().equals(pod.name())) && !done.containsKey(pod.name())) {
            done.put(pod.name(), volumes.clear(pod.name(), name));
            evidence.add(
                    new Evidence("fault-lost", pod.name(), 1, "pods", "fault lost " + when + ": the pod was replaced"));
        }
    }

    @Override
    public void heal() {
        for (Pod pod : targets) {
            done.computeIfAbsent(pod.name(), unset -> volumes.clear(pod.name(), name));
        }
        targets.forEach(this::tell);
        for (Pod pod : targets) {
            if (volumes.isSet(pod.name(), name)) {
                throw new HealFailed("heal '" + name + "' on pod '" + pod.name() + "': its rule is still in effect");
            }
            startAgain(pod);
        }
    }

    private void startAgain(Pod pod) {
        if (cluster.state(pod.name()) != ProcessState.GONE) {
            return;
        }
        evidence.add(new Evidence(
                "process-ended", pod.name(), 1, "processes", "the process did not survive; it is started again"));
        cluster.killContainer(pod.name(), pod.containers().get(0));
        if (!AtOnce.until(BACK, () -> cluster.state(pod.name()) == ProcessState.RUNNING)) {
            throw new HealFailed("heal '" + name + "' on pod '" + pod.name() + "': no process runs in it "
                    + BACK.toSeconds() + " s after it was started again");
        }
    }

    private void tell(Pod pod) {
        Counts counts = counts(pod);
        String target = pod.name();
        evidence.add(new Evidence(
                "calls-hit",
                target,
                counts.hits(),
                "calls",
                counts.hits() + " of " + counts.calls() + " calls that the fault is about were hit"));
        if (rule.effect() instanceof Rule.Delay) {
            double meanMs = meanDelayMs(counts);
            evidence.add(new Evidence(
                    "delay-measured", target, meanMs, "ms", "held back for %.1f ms in the mean".formatted(meanMs)));
        } else if (rule.effect() instanceof Rule.Fail fail) {
            evidence.add(new Evidence(
                    "errno-returned",
                    target,
                    counts.hits(),
                    "calls",
                    counts.hits() + " calls answered with errno " + fail.errno()));
        } else if (rule.effect() instanceof Rule.Mistake) {
            evidence.add(new Evidence(
                    "bytes-changed", target, counts.bytes(), "bytes", counts.bytes() + " bytes became others"));
        }
        Cost cost = volumes.cost(target);
        evidence.add(new Evidence(
                "volume-cost",
                target,
                cost.throughUs() - cost.bareUs(),
                "us",
                "a write of 4 KiB with fsync takes " + cost.throughUs() + " us by way of the volume in the median, "
                        + cost.bareUs() + " us in the folder behind it"));
    }

    private Counts counts(Pod pod) {
        return done.getOrDefault(pod.name(), Counts.NONE);
    }

    private static double meanDelayMs(Counts counts) {
        return counts.hits() == 0 ? 0 : counts.delayUs() / 1000.0 / counts.hits();
    }

    @Override
    public boolean proved() {
        return targets.stream().map(this::counts).allMatch(this::isEffect);
    }

    private boolean isEffect(Counts counts) {
        if (rule.effect() instanceof Rule.Delay delay) {
            // healing lets those go that are held back then, so the last delay may be short
            return counts.hits() > 0 && meanDelayMs(counts) >= delay.nanos() / 2e6;
        }
        return rule.effect() instanceof Rule.Mistake ? counts.bytes() > 0 : counts.hits() > 0;
    }

    @Override
    public List<Evidence> evidence() {
        return evidence;
    }
}
