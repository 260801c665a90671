package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.network.probe.PathFigures;
import dev.holdfast.chaos.fault.network.shaper.Expectation;
import dev.holdfast.chaos.fault.network.shaper.Impairment;
import dev.holdfast.chaos.fault.network.shaper.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Compares what was measured between pods with what was asked for. Shares are of all ways together, since one way alone has
 * few samples; correlation widens their tolerance, for fewer draws are independent then.
 */
final class ImpairmentProof {

    private static final double DEVIATIONS = 4;
    private static final double SHARE_FLOOR = 0.02;
    private static final double DELAY_MS = 5;
    private static final double DELAY_PART = 0.1;
    private static final double RATE_BELOW = 0.4;
    private static final double RATE_ABOVE = 0.15;

    private final List<Evidence> evidence = new ArrayList<>();
    private final List<PathFigures> paths;
    private boolean within = true;

    /**
     * Compares.
     *
     * @param paths      the ways that the fault acts on
     * @param plainNanos the way there before the fault, the median
     * @param ledNanos   the same with nothing done to the packets where the fault is made
     * @param rates      bits a second of the trains sent
     * @param checksums  wrong checksums that receivers counted
     */
    ImpairmentProof(
            Impairment asked,
            List<PathFigures> paths,
            long plainNanos,
            long ledNanos,
            List<Long> rates,
            long checksums) {
        this.paths = List.copyOf(paths);
        add(
                "base-cost",
                (ledNanos - plainNanos) / 1e6,
                "ms",
                String.format(
                        Locale.ROOT,
                        "way between pods: %.3f ms, %.3f ms when led to where the fault is made, nothing done yet",
                        plainNanos / 1e6,
                        ledNanos / 1e6));
        if (sum(PathFigures::sent) == 0) {
            add("unmeasured", 0, "datagrams", "no way between two pods is concerned: only counters prove the fault");
            return;
        }
        if (asked.bytesPerSecond() > 0) {
            rate(asked.bytesPerSecond() * 8.0, rates);
        } else {
            Expectation expected = Expectation.of(asked);
            double widest = Math.max(asked.loss().correlation(), asked.corrupt().correlation());
            share("loss", expected.loss(), sum(PathFigures::sent) - sum(PathFigures::arrived), widest);
            share(
                    "duplicates",
                    expected.duplicate(),
                    sum(PathFigures::twice),
                    asked.duplicate().correlation());
            delay(asked, expected, ledNanos);
        }
        if (!asked.corrupt().equals(Share.NONE)) {
            check(
                    "checksum-errors",
                    (double) checksums,
                    "packets",
                    checksums > 0,
                    "receivers counted " + checksums + " packets with a wrong checksum, asked for more than 0");
        }
    }

    private long sum(ToLongFunction<PathFigures> figure) {
        return paths.stream().mapToLong(figure).sum();
    }

    private void share(String what, double expected, long count, double correlationPercent) {
        long sent = sum(PathFigures::sent);
        double correlation = Math.min(0.99, correlationPercent / 100);
        double spread = Math.sqrt(expected * (1 - expected) / sent * (1 + correlation) / (1 - correlation));
        double tolerance = SHARE_FLOOR + DEVIATIONS * spread;
        double measured = (double) count / sent;
        check(
                "measured-" + what,
                measured * 100,
                "%",
                Math.abs(measured - expected) <= tolerance,
                String.format(
                        Locale.ROOT,
                        "%s: %.1f %% of %d datagrams, expected %.1f %%, tolerance %.1f",
                        what,
                        measured * 100,
                        sent,
                        expected * 100,
                        tolerance * 100));
    }

    private void delay(Impairment asked, Expectation expected, long ledNanos) {
        double[] medians = paths.stream()
                .filter(path -> path.arrived() > 0)
                .mapToDouble(path -> path.medianNanos() / 1e6)
                .sorted()
                .toArray();
        double measured = medians.length == 0 ? 0 : medians[medians.length / 2];
        double wanted = (expected.delayNanos() + ledNanos) / 1e6;
        double tolerance = Math.max(DELAY_MS, ledNanos / 1e6) + DELAY_PART * expected.delayNanos() / 1e6;
        double least = paths.stream()
                .filter(p -> p.arrived() > 0)
                .mapToDouble(p -> p.leastNanos() / 1e6)
                .min()
                .orElse(0);
        double most = paths.stream().mapToDouble(p -> p.mostNanos() / 1e6).max().orElse(0);
        boolean spread =
                asked.jitter().isZero() || most - least >= asked.jitter().toNanos() / 1e6;
        check(
                "measured-delay",
                measured,
                "ms",
                medians.length > 0 && Math.abs(measured - wanted) <= tolerance && spread,
                String.format(
                        Locale.ROOT,
                        "way there: median %.2f ms (%.2f to %.2f ms), expected %.2f ms, tolerance %.2f%s",
                        measured,
                        least,
                        most,
                        wanted,
                        tolerance,
                        asked.jitter().isZero()
                                ? ""
                                : "; a spread of at least " + asked.jitter().toMillis() + " ms"));
        long overtaken = sum(PathFigures::overtaken);
        add("overtaken", (double) overtaken, "datagrams", overtaken + " datagrams arrived after a later one");
    }

    private void rate(double asked, List<Long> rates) {
        long[] sorted = rates.stream().mapToLong(Long::longValue).sorted().toArray();
        double measured = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
        check(
                "measured-rate",
                measured / 1000,
                "kbit/s",
                measured >= asked * (1 - RATE_BELOW) && measured <= asked * (1 + RATE_ABOVE),
                String.format(
                        Locale.ROOT,
                        "trains of datagrams beside other traffic: median %.0f kbit/s of %d, asked %.0f kbit/s,"
                                + " tolerance -%.0f %% to +%.0f %%",
                        measured / 1000,
                        sorted.length,
                        asked / 1000,
                        RATE_BELOW * 100,
                        RATE_ABOVE * 100));
    }

    private void check(String what, double figure, String unit, boolean holds, String text) {
        within &= holds;
        add(what, figure, unit, text + (holds ? "" : ": OUT OF TOLERANCE"));
    }

    private void add(String what, double figure, String unit, String text) {
        evidence.add(new Evidence(what, "", figure, unit, text));
    }

    boolean isWithin() {
        return within;
    }

    List<Evidence> evidence() {
        return evidence;
    }

    /** Returns a way's cell in the matrix of all pods. */
    static List<Evidence> matrix(PathFigures path) {
        String ends = path.from() + " > " + path.to();
        double loss = path.sent() == 0 ? 0 : 100.0 * (path.sent() - path.arrived()) / path.sent();
        return List.of(
                new Evidence(
                        "matrix-round-trip",
                        ends,
                        path.roundNanos() / 1e6,
                        "ms",
                        String.format(
                                Locale.ROOT,
                                "%s: there and back %.2f ms, there %.2f ms (%.2f to %.2f ms)",
                                ends,
                                path.roundNanos() / 1e6,
                                path.medianNanos() / 1e6,
                                path.leastNanos() / 1e6,
                                path.mostNanos() / 1e6)),
                new Evidence(
                        "matrix-loss",
                        ends,
                        loss,
                        "%",
                        String.format(
                                Locale.ROOT,
                                "%s: %.1f %% of %d datagrams lost, %d arrived twice",
                                ends,
                                loss,
                                path.sent(),
                                path.twice())));
    }
}
