package dev.holdfast.reports.render;

import static dev.holdfast.reports.render.TimeScale.n;

import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.history.Outcome;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How long operations took, and how many succeeded in each quarter of a second. */
final class TrafficPicture {
    private static final int POINTS_MAX = 1500;
    private static final double TOP = 20;
    private static final double HEIGHT = 170;

    private final JudgedRun run;
    private final TimeScale scale;

    private TrafficPicture(JudgedRun run) {
        this.run = run;
        this.scale = new TimeScale(run);
    }

    static Markup latency(JudgedRun run) {
        return new TrafficPicture(run).latencyPicture();
    }

    static Markup rate(JudgedRun run) {
        return new TrafficPicture(run).ratePicture();
    }

    /** Questions that a client answers by itself say nothing about the store. */
    static boolean isRemote(Operation operation) {
        return !operation.is("check") && !operation.is("write");
    }

    private Markup latencyPicture() {
        Markup svg = new Markup();
        TimeScale.start(svg, TOP + HEIGHT + 26, "Latency of each operation over time, on a logarithmic scale");
        scale.bands(svg, TOP, TOP + HEIGHT, false);
        scale.axis(svg, TOP, TOP + HEIGHT);
        for (int power = 0; power <= 5; power++) {
            double y = level(Math.round(Math.pow(10, power) * 1e5));
            svg.single(
                    "line", "class", "grid", "x1", n(TimeScale.LEFT), "x2", n(TimeScale.WIDTH), "y1", n(y), "y2", n(y));
            String label = String.format(Locale.ROOT, power == 0 ? "%.1f ms" : "%,.0f ms", Math.pow(10, power) / 10);
            svg.element(
                    "text", label, "class", "tick", "x", n(TimeScale.LEFT - 8), "y", n(y + 4), "text-anchor", "end");
        }
        for (Map.Entry<Outcome, List<double[]>> points : points().entrySet()) {
            StringBuilder path = new StringBuilder();
            int step = Math.max(1, points.getValue().size() / POINTS_MAX);
            for (int i = 0; i < points.getValue().size(); i += step) {
                double[] point = points.getValue().get(i);
                path.append('M')
                        .append(n(point[0]))
                        .append(' ')
                        .append(n(point[1]))
                        .append("h0");
            }
            svg.single("path", "class", "dot " + points.getKey().name().toLowerCase(Locale.ROOT), "d", path.toString());
        }
        return svg.close("svg");
    }

    private Map<Outcome, List<double[]>> points() {
        Map<Outcome, List<double[]>> points = new EnumMap<>(Outcome.class);
        Set<String> taken = new HashSet<>();
        for (Operation operation : run.history().operations()) {
            if (isRemote(operation) && operation.completion().t() != Operation.NEVER) {
                double x = scale.x(operation.completion().t());
                double y = level(operation.completion().t() - operation.calledAt());
                Outcome outcome = operation.completion().outcome();
                if (taken.add(outcome + " " + Math.round(x / 2) + " " + Math.round(y / 2))) {
                    points.computeIfAbsent(outcome, o -> new ArrayList<>()).add(new double[] {x, y});
                }
            }
        }
        return points;
    }

    /** The height of a latency: 0.1 ms at the bottom, 10 s at the top. */
    private static double level(long nanos) {
        double share = Math.log10(Math.max(nanos, 100_000) / 1e5) / 5;
        return TOP + HEIGHT * (1 - Math.min(1, share));
    }

    private Markup ratePicture() {
        long span = run.history().endsAt() - run.history().startsAt();
        long bin = Math.max(250_000_000L, span / 480);
        int[] ok = new int[(int) (span / bin) + 1];
        int[] other = new int[ok.length];
        for (Operation operation : run.history().operations()) {
            if (isRemote(operation) && operation.completion().t() != Operation.NEVER) {
                int at = (int) ((operation.completion().t() - run.history().startsAt()) / bin);
                (operation.isOk() ? ok : other)[at]++;
            }
        }
        int most = 1;
        for (int i = 0; i < ok.length; i++) {
            most = Math.max(most, Math.max(ok[i], other[i]));
        }
        Markup svg = new Markup();
        TimeScale.start(svg, TOP + 110 + 26, "Operations that succeeded, and that did not, per 250 ms");
        scale.bands(svg, TOP, TOP + 110, false);
        scale.axis(svg, TOP, TOP + 110);
        svg.element(
                "text",
                perSecond(most, bin),
                "class",
                "tick",
                "x",
                n(TimeScale.LEFT - 8),
                "y",
                n(TOP + 5),
                "text-anchor",
                "end");
        svg.element("text", "0", "class", "tick", "x", n(TimeScale.LEFT - 8), "y", n(TOP + 112), "text-anchor", "end");
        svg.single("path", "class", "rate-ok", "d", steps(ok, most, bin, true));
        svg.single("path", "class", "rate-other", "d", steps(other, most, bin, false));
        return svg.close("svg");
    }

    private String steps(int[] counts, int most, long bin, boolean filled) {
        StringBuilder path = new StringBuilder("M" + n(TimeScale.LEFT) + " " + n(TOP + 110));
        for (int i = 0; i < counts.length; i++) {
            path.append('V').append(n(TOP + 110 - 110.0 * counts[i] / most));
            path.append('H').append(n(scale.x(run.history().startsAt() + (i + 1) * bin)));
        }
        return path.append(filled ? "V" + n(TOP + 110) + "Z" : "").toString();
    }

    private static String perSecond(int count, long bin) {
        return String.format(Locale.ROOT, "%,.0f /s", count * 1e9 / bin);
    }
}
