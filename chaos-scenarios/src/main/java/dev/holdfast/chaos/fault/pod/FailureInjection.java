package dev.holdfast.chaos.fault.pod;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.fault.AtOnce;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Injection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps processes down; proved when none was seen in the pods meanwhile and one runs in each afterwards. */
public final class FailureInjection implements Injection {

    private static final Duration BACK = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final List<Pod> targets;
    private final Way way;
    private final Map<String, Integer> seenGone = new HashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private int samples;

    /** How processes are taken down and brought back. */
    public interface Way {
        void down(Pod pod);

        void up(Pod pod);

        /** Returns whether a process must be gone at every look, rather than at the last ones. */
        boolean isImmediate();
    }

    public FailureInjection(Cluster cluster, List<Pod> targets, Way way) {
        this.cluster = cluster;
        this.targets = targets;
        this.way = way;
    }

    /** Holds pods down and releases them. */
    static Way pods(Cluster cluster) {
        return new Way() {
            @Override
            public void down(Pod pod) {
                cluster.holdDown(pod.name());
            }

            @Override
            public void up(Pod pod) {
                cluster.release(pod.name());
            }

            @Override
            public boolean isImmediate() {
                return true;
            }
        };
    }

    @Override
    public void start() {
        AtOnce.forEach("down", targets, way::down);
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
        AtOnce.forEach("up", targets, way::up);
        for (Pod pod : targets) {
            int gone = seenGone.getOrDefault(pod.name(), 0);
            evidence.add(new Evidence(
                    "process-gone",
                    pod.name(),
                    gone,
                    "samples",
                    "no process in the pod in " + gone + " of " + samples + " samples"));
            if (!AtOnce.until(BACK, () -> cluster.state(pod.name()) == ProcessState.RUNNING)) {
                throw new HealFailed("heal failure of pod '" + pod.name() + "': no process runs in it "
                        + BACK.toSeconds() + " s after its end");
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
