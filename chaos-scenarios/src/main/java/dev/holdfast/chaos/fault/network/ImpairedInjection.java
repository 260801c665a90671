package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Injection;
import dev.holdfast.chaos.fault.Scene;
import dev.holdfast.chaos.fault.network.probe.PathFigures;
import dev.holdfast.chaos.fault.network.shaper.Impairment;
import dev.holdfast.chaos.fault.network.shaper.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes links worse, and measures between all pods what comes of it; proved when what was measured is what was asked for,
 * within the tolerance that the evidence names.
 */
final class ImpairedInjection implements Injection {

    /** At 20 ms a sample. */
    private static final int SAMPLES_PER_TRAIN = 40;
    /** What a train of datagrams takes at the rate asked for. */
    private static final double TRAIN_SECONDS = 0.3;

    private final Scene scene;
    private final String fault;
    private final List<Link> links;
    private final Impairment impairment;
    private final Passage passage;
    private final long burstBytes;
    private final Set<String> lost = new HashSet<>();
    private final List<Long> rates = new ArrayList<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private final ChecksumErrors checksums;
    // null until the fault begins
    private @Nullable NetworkProbe probe;
    private long plainNanos;
    private long ledNanos;
    private int samples;
    private boolean proved;

    ImpairedInjection(Scene scene, String fault, List<Link> links, Impairment impairment, Passage passage) {
        this(scene, fault, links, impairment, passage, 0);
    }

    ImpairedInjection(
            Scene scene, String fault, List<Link> links, Impairment impairment, Passage passage, long burstBytes) {
        this.scene = scene;
        this.fault = fault;
        this.links = List.copyOf(links);
        this.impairment = impairment;
        this.passage = passage;
        this.burstBytes = burstBytes;
        this.checksums = new ChecksumErrors(scene, links);
    }

    @Override
    public void start() {
        NetworkProbe started = NetworkProbe.start(scene.tools(), fault, scene.pods(), links);
        probe = started;
        plainNanos = started.trial();
        passage.lead();
        // the first packets find a program that has not run yet
        started.trial();
        ledNanos = started.trial();
        checksums.begin();
        passage.impair();
        started.begin();
    }

    @Override
    public void sample() {
        NetworkProbe running = probe;
        if (impairment.bytesPerSecond() > 0
                && running != null
                && !running.paths().isEmpty()) {
            if (samples % SAMPLES_PER_TRAIN == 0) {
                takeRate(running);
                String path = running.paths()
                        .get(samples / SAMPLES_PER_TRAIN % running.paths().size());
                running.train(path, (long) (impairment.bytesPerSecond() * TRAIN_SECONDS), burstBytes);
            }
            samples++;
        }
    }

    private void takeRate(NetworkProbe running) {
        long rate = running.trainBitsPerSecond();
        if (rate > 0) {
            rates.add(rate);
        }
    }

    @Override
    public void replaced(Pod pod, String when) {
        if (links.stream().anyMatch(link -> link.touches(pod.address())) && lost.add(pod.name())) {
            passage.forget(pod);
            evidence.add(
                    new Evidence("fault-lost", pod.name(), 1, "pods", "fault lost " + when + ": the pod was replaced"));
        }
    }

    @Override
    public void heal() {
        ClusterException unmeasured = null;
        NetworkProbe running = probe;
        if (running != null) {
            try {
                measure(running);
            } catch (ClusterException e) {
                unmeasured = e;
            } finally {
                running.close();
            }
        }
        passage.remove();
        if (unmeasured != null) {
            throw new HealFailed("measure '" + fault + "': " + unmeasured.getMessage(), unmeasured);
        }
    }

    private void measure(NetworkProbe running) {
        takeRate(running);
        // what is still on its way is not lost yet
        Duration onItsWay = impairment.latency().plus(impairment.jitter()).plusMillis(300);
        List<PathFigures> all = running.figures(onItsWay).stream()
                .filter(path -> !lost.contains(path.from()) && !lost.contains(path.to()))
                .toList();
        List<PathFigures> acted = all.stream()
                .filter(path -> running.paths().contains(path.from() + ">" + path.to()))
                .toList();
        ImpairmentProof proof =
                new ImpairmentProof(impairment, acted, plainNanos, ledNanos, rates, checksums.risen(lost));
        evidence.addAll(proof.evidence());
        evidence.addAll(passage.figures());
        all.forEach(path -> evidence.addAll(ImpairmentProof.matrix(path)));
        proved = passage.hasActed() && proof.isWithin();
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
