package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.cluster.NamespaceFabric;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.Sidecar;
import dev.holdfast.chaos.fault.AtOnce;
import dev.holdfast.chaos.fault.Tools;
import dev.holdfast.chaos.fault.network.probe.PathFigures;
import dev.holdfast.chaos.fault.network.probe.ProbeMain;
import dev.holdfast.chaos.fault.network.shaper.Link;
import java.time.Duration;
import java.util.List;

/** The program that measures the network between pods, while one fault lasts. For one thread at a time. */
final class NetworkProbe implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration TRIAL = Duration.ofSeconds(1);
    private static final long TRIAL_SAMPLES = 10;
    private static final long MILLISECOND = 1_000_000L;

    private final Sidecar program;
    private final List<String> paths;

    private NetworkProbe(Sidecar program, List<String> paths) {
        this.program = program;
        this.paths = List.copyOf(paths);
    }

    /** Says why pods cannot be measured nor their packets told apart there; empty when they can. */
    static String obstacle(Tools tools) {
        return tools.fabric() instanceof NamespaceFabric
                ? ""
                : "UNSUPPORTED: the pods have no network of their own, so that nobody stands between them";
    }

    /** Begins to send between all pods, and more often where a fault acts. */
    static NetworkProbe start(Tools tools, String fault, List<Pod> pods, List<Link> links) {
        if (!(tools.fabric() instanceof NamespaceFabric fabric)) {
            throw new IllegalArgumentException(obstacle(tools));
        }
        List<String> places = pods.stream()
                .map(pod -> pod.name() + "=" + pod.address() + "=" + fabric.namespace(pod.name()))
                .toList();
        List<String> paths = pods.stream()
                .flatMap(from -> pods.stream()
                        .filter(to -> links.contains(new Link(from.address(), to.address())))
                        .map(to -> from.name() + ">" + to.name()))
                .toList();
        NetworkProbe probe =
                new NetworkProbe(tools.start("probe-" + fault, Hurry.command(ProbeMain.class, places)), paths);
        probe.program.await(START);
        // at most some 500 datagrams a second on all of them together
        long every = Math.max(10, 2L * paths.size()) * MILLISECOND;
        probe.ask(("busy " + every + " " + String.join(" ", paths)).strip());
        return probe;
    }

    private String ask(String line) {
        return program.ask(line, ANSWER);
    }

    /** Returns the ways that the fault acts on, as {@code POD>POD}. */
    List<String> paths() {
        return paths;
    }

    void begin() {
        ask("begin");
    }

    /** Returns the figures of all ways, of what was sent at least that long ago. */
    List<PathFigures> figures(Duration ago) {
        return PathFigures.decode(ask("figures " + ago.toNanos()));
    }

    /** Measures anew for a moment; returns the median time of the way there where the fault acts, 0 when nothing arrived. */
    long trial() {
        begin();
        AtOnce.until(TRIAL, () -> acted().stream().allMatch(path -> path.arrived() >= TRIAL_SAMPLES));
        long[] medians = acted().stream()
                .filter(path -> path.arrived() > 0)
                .mapToLong(PathFigures::medianNanos)
                .sorted()
                .toArray();
        return medians.length == 0 ? 0 : medians[medians.length / 2];
    }

    private List<PathFigures> acted() {
        return figures(Duration.ZERO).stream()
                .filter(path -> paths.contains(path.from() + ">" + path.to()))
                .toList();
    }

    /** Sends datagrams in one go on one way, of which the first are not counted. */
    void train(String path, long bytes, long bytesToSkip) {
        int size = 1000;
        long count = Math.min(200, Math.max(20, (bytes + bytesToSkip) / size));
        ask("train " + path + " " + count + " " + size + " " + bytesToSkip);
    }

    /** Returns the bits a second that the last train was let through with; 0 when too little arrived. */
    long trainBitsPerSecond() {
        return Long.parseLong(ask("rate"));
    }

    @Override
    public void close() {
        program.close();
    }
}
