package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps pods down; proved when no process was ever seen in them meanwhile and one runs in each afterwards. */
final class FailureInjection implements Injection {

    private static final Duration BACK = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final List<Pod> targets;
    private final Map<String, Integer> seenGone = new HashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private int samples;

    FailureInjection(Cluster cluster, List<Pod> targets) {
        this.cluster = cluster;
        this.targets = targets;
    }

    @Override
    public void start() {
        AtOnce.forEach("hold-down", targets, pod -> cluster.holdDown(pod.name()));
    }

    @Override
    public void sample() {
        samples++;
        for (Pod pod : targets) {
            int gone = cluster.state(pod.name()) == ProcessState.GONE ? 1 : 0;
            seenGone.merge(pod.name(), gone, Integer::sum);
        }
    }

    @Override
    public void replaced(Pod pod, String when) {}

    @Override
    public void heal() {
        AtOnce.forEach("release", targets, pod -> cluster.release(pod.name()));
        for (Pod pod : targets) {
            int gone = seenGone.getOrDefault(pod.name(), 0);
            evidence.add(new Evidence(
                    "process-gone",
                    pod.name(),
                    gone,
                    "samples",
                    "no process in the pod in " + gone + " of " + samples + " samples"));
            if (!AtOnce.until(BACK, () -> cluster.state(pod.name()) == ProcessState.RUNNING)) {
                throw new HealFailed("heal pod-failure of pod '" + pod.name() + "': no process runs in it "
                        + BACK.toSeconds() + " s after its release");
            }
        }
    }

    @Override
    public boolean proved() {
        return samples > 0 && targets.stream().allMatch(pod -> seenGone.getOrDefault(pod.name(), 0) == samples);
    }

    @Override
    public List<Evidence> evidence() {
        return evidence;
    }
}
