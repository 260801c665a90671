package dev.holdfast.chaos.fault.http;

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
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Puts a proxy before a port of each pod; proved when each of them did to some message what was asked for. */
final class HttpInjection implements Injection {

    private final HttpFault fault;
    private final Tools tools;
    private final List<Pod> targets;
    private final Map<String, PodProxy> proxies = new ConcurrentHashMap<>();
    private final Map<String, Figures> figures = new ConcurrentHashMap<>();
    private final Queue<Evidence> evidence = new ConcurrentLinkedQueue<>();

    HttpInjection(HttpFault fault, Scene scene) {
        this.fault = fault;
        this.tools = scene.tools();
        this.targets = scene.targets();
    }

    @Override
    public void start() {
        AtOnce.forEach("http", targets, this::begin);
    }

    private void begin(Pod pod) {
        PodProxy proxy = PodProxy.start(tools, pod, fault);
        proxies.put(pod.name(), proxy);
        proxy.lead();
    }

    @Override
    public void sample() {}

    @Override
    public void replaced(Pod pod, String when) {
        PodProxy proxy = proxies.remove(pod.name());
        if (proxy != null) {
            proxy.abandon();
            evidence.add(
                    new Evidence("fault-lost", pod.name(), 1, "pods", "fault lost " + when + ": the pod was replaced"));
        }
    }

    @Override
    public void heal() {
        AtOnce.forEach("http-heal", targets, this::end);
    }

    private void end(Pod pod) {
        PodProxy proxy = proxies.remove(pod.name());
        if (proxy == null) {
            return;
        }
        try {
            Figures counted = proxy.end();
            figures.put(pod.name(), counted);
            tell(pod.name(), counted);
        } catch (ClusterException e) {
            throw new HealFailed("heal '" + fault.name() + "' on pod '" + pod.name() + "'", e);
        }
        proxy.requireNothingLeft();
    }

    private void tell(String pod, Figures counted) {
        long matched = counted.of("matched");
        evidence.add(new Evidence(
                "messages-matched",
                pod,
                matched,
                "messages",
                matched + (fault.rule().onResponse() ? " answers" : " requests") + " matched, of " + counted.of("seen")
                        + " requests seen"));
        long acted = counted.of("acted");
        evidence.add(new Evidence("messages-acted", pod, acted, "messages", acted + " of them were acted upon"));
        if (counted.of("failed") > 0) {
            long failed = counted.of("failed");
            evidence.add(new Evidence(
                    "messages-unchanged", pod, failed, "messages", failed + " had no body of JSON and were cut"));
        }
        if (fault.rule().actions().delayMs() > 0) {
            double mean = counted.meanDelayMs();
            evidence.add(new Evidence(
                    "delay-measured",
                    pod,
                    mean,
                    "ms",
                    String.format(
                            Locale.ROOT,
                            "%d held back for %.1f ms in the mean, asked for %d ms",
                            counted.of("delayed"),
                            mean,
                            fault.rule().actions().delayMs())));
        }
    }

    @Override
    public boolean proved() {
        return targets.stream()
                .allMatch(pod -> figures.getOrDefault(pod.name(), Figures.NONE)
                        .isProof(fault.rule().actions()));
    }

    @Override
    public List<Evidence> evidence() {
        return new ArrayList<>(evidence);
    }
}
