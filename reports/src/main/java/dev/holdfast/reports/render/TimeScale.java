package dev.holdfast.reports.render;

import dev.holdfast.reports.check.Timeline.FaultSpan;
import java.util.Locale;

/** The horizontal axis that all pictures of a report share. */
final class TimeScale {
    static final int LEFT = 190;
    static final int WIDTH = 1100;
    private static final int RIGHT = 12;

    private final JudgedRun run;
    private final long from;
    private final long to;

    TimeScale(JudgedRun run) {
        this.run = run;
        this.from = run.history().startsAt();
        this.to = Math.max(run.history().endsAt(), from + 1);
    }

    double x(long t) {
        double share = (Math.min(Math.max(t, from), to) - from) / (double) (to - from);
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    static String n(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** Draws the faults as bands from {@code top} to {@code bottom}. */
    void bands(Markup svg, double top, double bottom, boolean labelled) {
        int row = 0;
        for (FaultSpan fault : run.timeline().faults().stream().limit(40).toList()) {
            double x = x(fault.from());
            double width = Math.max(2, x(fault.to()) - x);
            svg.open("rect", "class", "band", "x", n(x), "y", n(top), "width", n(width), "height", n(bottom - top));
            svg.element("title", fault.name() + ": " + fault.kind() + " " + fault.action() + " on " + fault.targets());
            svg.close("rect");
            if (labelled && row < 3) {
                svg.element(
                        "text", fault.name(), "class", "band-label", "x", n(x + 4), "y", n(top - 5 - 13 * (row++ % 3)));
            }
        }
    }

    /** Draws ticks in seconds since the start of the run, and the grid lines above them. */
    void axis(Markup svg, double top, double bottom) {
        double span = (to - from) / 1e9;
        double step = 0.1;
        for (double candidate : new double[] {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600}) {
            step = candidate;
            if (span / candidate <= 14) {
                break;
            }
        }
        for (double s = Math.ceil(run.seconds(from) / step) * step; s <= run.seconds(to); s += step) {
            double x = x(run.origin() + Math.round(s * 1e9));
            svg.single("line", "class", "grid", "x1", n(x), "x2", n(x), "y1", n(top), "y2", n(bottom));
            svg.element("text", n(s) + " s", "class", "tick", "x", n(x), "y", n(bottom + 15), "text-anchor", "middle");
        }
    }

    static void start(Markup svg, double height, String alt) {
        svg.open("svg", "viewBox", "0 0 " + WIDTH + " " + n(height), "role", "img", "aria-label", alt);
    }
}
