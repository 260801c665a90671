package dev.holdfast.chaos.fault.machine;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.fault.AtOnce;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Injection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stops processes with SIGSTOP; proved when the kernel showed each as stopped and none afterwards. */
final class PauseInjection implements Injection {

    private static final Duration BACK = Duration.ofSeconds(5);

    private final Cluster cluster;
    private final List<Pod> targets;
    private final String program;
    private final Map<String, Integer> seenStopped = new HashMap<>();
    private final Set<String> lost = new HashSet<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private int samples;

    PauseInjection(Cluster cluster, List<Pod> targets, String program) {
        this.cluster = cluster;
        this.targets = targets;
        this.program = program;
    }

    @Override
    public void start() {
        targets.forEach(pod -> cluster.signal(pod.name(), program, Signal.STOP.number()));
    }

    @Override
    public void sample() {
        samples++;
        for (Pod pod : targets) {
            int stopped = cluster.state(pod.name()) == ProcessState.STOPPED ? 1 : 0;
            seenStopped.merge(pod.name(), stopped, Integer::sum);
        }
    }

    @Override
    public void replaced(Pod pod, String when) {
        if (targets.stream().anyMatch(target -> target.name().equals(pod.name())) && lost.add(pod.name())) {
            evidence.add(
                    new Evidence("fault-lost", pod.name(), 1, "pods", "fault lost " + when + ": the pod was replaced"));
        }
    }

    @Override
    public void heal() {
        for (Pod pod : targets) {
            proceed(pod);
        }
        for (Pod pod : targets) {
            int stopped = seenStopped.getOrDefault(pod.name(), 0);
            evidence.add(new Evidence(
                    "process-stopped",
                    pod.name(),
                    stopped,
                    "samples",
                    "process stopped in " + stopped + " of " + samples + " samples"));
            if (!AtOnce.until(BACK, () -> cluster.state(pod.name()) != ProcessState.STOPPED)) {
                throw new HealFailed("heal pause of pod '" + pod.name() + "': its process is still stopped "
                        + BACK.toSeconds() + " s after SIGCONT");
            }
        }
    }

    private void proceed(Pod pod) {
        if (cluster.state(pod.name()) == ProcessState.STOPPED) {
            try {
                cluster.signal(pod.name(), program, Signal.CONTINUE);
            } catch (ClusterException e) {
                // it may have been killed in between; what matters is whether it is still stopped, asked below
                evidence.add(new Evidence("signal-refused", pod.name(), 1, "signals", String.valueOf(e.getMessage())));
            }
        }
    }

    @Override
    public boolean proved() {
        return targets.stream().allMatch(pod -> seenStopped.getOrDefault(pod.name(), 0) > 0);
    }

    @Override
    public List<Evidence> evidence() {
        return evidence;
    }
}
