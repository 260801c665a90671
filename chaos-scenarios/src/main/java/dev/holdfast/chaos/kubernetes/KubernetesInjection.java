package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Deadline;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.spi.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One fault as one Chaos Mesh object: created, watched until its records are injected, held, deleted, watched until it is
 * gone. Proved by the records, and by what the records do not say: the rules observed in each pod's network, or the pods that
 * were replaced.
 */
final class KubernetesInjection implements Injection {

    private static final Duration INJECTING = Duration.ofSeconds(60);
    private static final Duration RECOVERING = Duration.ofSeconds(60);

    private final Path folder;
    private final Fault fault;
    private final ObjectNode copy;
    private final Map<String, String> involved;
    private final ChaosObject object;
    private final Effect effect;
    private final List<Evidence> evidence = new ArrayList<>();

    private boolean sent;
    private boolean injected;
    private boolean over;
    private int samples;
    private int held;

    /**
     * Makes an injection.
     *
     * @param copy     the document that is sent
     * @param involved the uids of the targets and of their peers, by name
     */
    KubernetesInjection(
            KubernetesCluster cluster,
            Path folder,
            Fault fault,
            ObjectNode copy,
            List<Pod> targets,
            Map<String, String> involved) {
        this.folder = folder;
        this.fault = fault;
        this.copy = copy;
        this.involved = involved;
        this.object = new ChaosObject(cluster, copy, involved);
        this.effect = Effect.of(cluster, fault, targets, object);
    }

    @Override
    public void start() {
        Manifest.keep(copy, folder);
        effect.before();
        long start = Ticker.SYSTEM.nanos();
        sent = true;
        object.create();
        Reading reading = object.await(Deadline.in(INJECTING), state -> state.endsInjecting());
        injected = reading.state() == FaultState.INJECTED;
        double tookMs = Math.round((Ticker.SYSTEM.nanos() - start) / 1e6);
        if (injected) {
            add("injected-after", copy.at("/metadata/name").asText(), tookMs, "ms", reading.reason());
            effect.during();
        } else {
            over = true;
            add(
                    "not-injected",
                    copy.at("/metadata/name").asText(),
                    tookMs,
                    "ms",
                    "not injected after " + (long) tookMs + " ms, " + reading.state() + ": " + reading.reason());
        }
    }

    @Override
    public void sample() {
        samples++;
        Reading reading = object.reading();
        if (reading.state() == FaultState.INJECTED) {
            held++;
        } else if (!over) {
            over = true;
            add(
                    "ended-early",
                    "",
                    samples,
                    "samples",
                    "no longer injected, " + reading.state() + ": " + reading.reason());
        }
    }

    /** Network rules are made in a pod's network and end with it, while the records go on to say that they are injected. */
    @Override
    public void replaced(Pod pod, String when) {
        if (involved.containsKey(pod.name()) && !effect.replacesPods() && !over) {
            over = true;
            add("fault-lost", pod.name(), 1, "pods", "fault lost " + when + ": the pod was replaced");
        }
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void heal() {
        if (!sent) {
            return;
        }
        try (object) {
            recordsAsEvidence();
            recover();
            if (injected) {
                effect.after();
            }
        }
    }

    private void recover() {
        boolean wasThere;
        try {
            wasThere = object.delete();
        } catch (ClusterException e) {
            throw new HealFailed("heal " + fault.action() + " '" + object.name() + "': " + e.getMessage(), e);
        }
        if (!wasThere) {
            return;
        }
        Reading reading = object.await(Deadline.in(RECOVERING), state -> state == FaultState.GONE);
        if (reading.state() != FaultState.GONE) {
            throw new HealFailed("heal " + fault.action() + " '" + object.name() + "': still there "
                    + RECOVERING.toSeconds() + " s after it was deleted, " + reading.state() + ": " + reading.reason()
                    + ". It is kept, since without its finalizer nothing would be undone");
        }
        if (object.wasForced()) {
            throw new HealFailed("heal " + fault.action() + " '" + object.name()
                    + "': somebody forced its finalizer, so it" + " went without undoing anything");
        }
        Set<String> left = object.rulesLeft();
        if (!left.isEmpty()) {
            throw new HealFailed("heal " + fault.action() + " '" + object.name()
                    + "': it is gone, and its network rules" + " are left in the pods " + left);
        }
    }

    private void recordsAsEvidence() {
        for (Attempts.Attempt record : object.records().all()) {
            add(
                    "record-injected",
                    record.target(),
                    record.injected(),
                    "injections",
                    record.target() + " (" + record.selector() + "): " + record.phase() + ", injected "
                            + record.injected() + " times"
                            + (record.failure().isEmpty() ? "" : ", last failure: " + record.failure()));
        }
        if (!fault.isOneShot()) {
            add("held", "", held, "samples", "injected in " + held + " of " + samples + " samples");
        }
    }

    private void add(String what, String target, double figure, String unit, String text) {
        evidence.add(new Evidence(what, target, figure, unit, text));
    }

    @Override
    public boolean proved() {
        return injected && (fault.isOneShot() || held > 0) && effect.isProved();
    }

    @Override
    public List<Evidence> evidence() {
        List<Evidence> all = new ArrayList<>(evidence);
        all.addAll(effect.evidence());
        return all;
    }
}
