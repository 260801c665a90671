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
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Ends processes once; proved when each former process is gone and another runs in its place. */
final class KillInjection implements Injection {

    private static final Duration BACK = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final List<Pod> targets;
    private final boolean asNewPod;
    private final Consumer<Pod> kill;
    private final Map<String, OptionalLong> former = new HashMap<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private boolean proved = true;

    /**
     * Makes an injection.
     *
     * @param asNewPod whether a new pod takes the place of the former one, rather than a new process in the same pod
     */
    KillInjection(Cluster cluster, List<Pod> targets, boolean asNewPod, Consumer<Pod> kill) {
        this.cluster = cluster;
        this.targets = targets;
        this.asNewPod = asNewPod;
        this.kill = kill;
    }

    @Override
    public void start() {
        targets.forEach(pod -> former.put(pod.name(), cluster.pid(pod.name())));
        AtOnce.forEach("kill", targets, kill);
    }

    @Override
    public void sample() {}

    @Override
    public void replaced(Pod pod, String when) {}

    @Override
    public void heal() {
        targets.forEach(this::observe);
        for (Pod pod : targets) {
            if (cluster.state(pod.name()) != ProcessState.RUNNING) {
                throw new HealFailed("heal kill of pod '" + pod.name() + "': no process runs in it " + BACK.toSeconds()
                        + " s later");
            }
        }
    }

    private void observe(Pod pod) {
        boolean isBack = AtOnce.until(BACK, () -> isReplaced(pod) && cluster.state(pod.name()) == ProcessState.RUNNING);
        proved &= isBack;
        Pod now = cluster.pod(pod.name());
        String text = isBack
                ? "process " + text(formerPid(pod)) + " is gone; process " + text(cluster.pid(pod.name()))
                        + (asNewPod ? " runs as pod " + now.uid() + " after " + pod.uid() : " runs in the same pod")
                : "process " + text(formerPid(pod)) + " was not seen to be replaced";
        evidence.add(new Evidence("process-replaced", pod.name(), isBack ? 1 : 0, "processes", text));
    }

    private boolean isReplaced(Pod pod) {
        OptionalLong before = formerPid(pod);
        OptionalLong now = cluster.pid(pod.name());
        boolean isOther = before.isPresent() ? now.isPresent() && !now.equals(before) : asNewPod;
        return isOther && (!asNewPod || !cluster.pod(pod.name()).uid().equals(pod.uid()));
    }

    private OptionalLong formerPid(Pod pod) {
        return former.getOrDefault(pod.name(), OptionalLong.empty());
    }

    private static String text(OptionalLong pid) {
        return pid.isEmpty() ? "(not visible)" : Long.toString(pid.getAsLong());
    }

    @Override
    public boolean proved() {
        return proved;
    }

    @Override
    public List<Evidence> evidence() {
        return evidence;
    }
}
