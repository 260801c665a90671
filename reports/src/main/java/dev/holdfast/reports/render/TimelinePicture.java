package dev.holdfast.reports.render;

import static dev.holdfast.reports.render.TimeScale.n;

import dev.holdfast.reports.check.HeldZone;
import dev.holdfast.reports.history.Event.PhaseBegan;
import dev.holdfast.reports.history.Event.RoleSeen;
import dev.holdfast.reports.history.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The story of a run in one picture: what each member was, who held what, when the faults acted. */
final class TimelinePicture {
    private static final int ROW = 24;
    private static final int ROWS_MAX = 16;
    private static final int OVERLAPS_MAX = 100;

    private final JudgedRun run;
    private final TimeScale scale;
    private final Markup rows = new Markup();
    private final Map<HeldZone, Double> rowOf = new HashMap<>();
    private double y = 74;

    private TimelinePicture(JudgedRun run) {
        this.run = run;
        this.scale = new TimeScale(run);
    }

    static Markup draw(JudgedRun run) {
        return new TimelinePicture(run).picture();
    }

    private Markup picture() {
        members();
        holders("Valid holder of the lock", run.locks(), "lock");
        holders("Valid leader of the election", run.elections(), "leads");
        Markup svg = new Markup();
        TimeScale.start(
                svg,
                y + 26,
                "Timeline: roles of the members and holders of locks and leadership over time, with the faults as bands");
        svg.open("defs")
                .open(
                        "pattern",
                        "id",
                        "hatch",
                        "width",
                        "6",
                        "height",
                        "6",
                        "patternUnits",
                        "userSpaceOnUse",
                        "patternTransform",
                        "rotate(45)")
                .single("rect", "width", "6", "height", "6", "class", "hatch-ground")
                .single("line", "x1", "0", "x2", "0", "y1", "0", "y2", "6", "class", "hatch-line")
                .close("pattern")
                .close("defs");
        phases(svg);
        scale.bands(svg, 60, y, true);
        scale.axis(svg, 60, y);
        svg.add(rows);
        overlaps(svg, run.locks());
        overlaps(svg, run.elections());
        return svg.close("svg");
    }

    private void phases(Markup svg) {
        for (PhaseBegan phase : run.timeline().phases()) {
            double x = scale.x(phase.t());
            svg.single("line", "class", "phase", "x1", n(x), "x2", n(x), "y1", "4", "y2", n(y));
            svg.element("text", phase.phase().text(), "class", "phase-label", "x", n(x + 4), "y", "13");
        }
    }

    private void members() {
        Map<String, List<RoleSeen>> members = new TreeMap<>();
        run.history()
                .all(RoleSeen.class)
                .forEach(role -> members.computeIfAbsent(role.member(), m -> new ArrayList<>())
                        .add(role));
        if (members.isEmpty()) {
            return;
        }
        heading("Members");
        members.entrySet().stream().limit(ROWS_MAX).forEach(member -> {
            label(member.getKey());
            List<RoleSeen> seen = thin(member.getValue());
            for (int i = 0; i < seen.size(); i++) {
                long to = i + 1 < seen.size()
                        ? seen.get(i + 1).t()
                        : run.history().endsAt();
                role(seen.get(i), to);
            }
            y += ROW;
        });
    }

    /** Keeps the changes of role only, and at most 400 of them. */
    private static List<RoleSeen> thin(List<RoleSeen> seen) {
        List<RoleSeen> changes = new ArrayList<>();
        for (RoleSeen role : seen) {
            if (changes.isEmpty() || changes.get(changes.size() - 1).role() != role.role()) {
                changes.add(role);
            }
        }
        return changes.size() > 400 ? changes.subList(0, 400) : changes;
    }

    private void role(RoleSeen seen, long to) {
        double x = scale.x(seen.t());
        double width = Math.max(0.8, scale.x(to) - x);
        String name = seen.role().name().toLowerCase(Locale.ROOT);
        double height = seen.role() == Role.DOWN ? 4 : 14;
        rows.open(
                "rect",
                "class",
                "role " + name,
                "x",
                n(x),
                "y",
                n(y + (ROW - height) / 2),
                "width",
                n(width),
                "height",
                n(height),
                "rx",
                "2");
        rows.element("title", seen.member() + " is " + name).close("rect");
        if (width > 52 && seen.role() != Role.DOWN && seen.role() != Role.FOLLOWER) {
            rows.element("text", name, "class", "role-label " + name, "x", n(x + 5), "y", n(y + 16));
        }
    }

    private void holders(String title, List<HeldZone> zones, String style) {
        Map<String, List<HeldZone>> byRow = new TreeMap<>();
        zones.forEach(zone -> byRow.computeIfAbsent(zone.subject() + "\u0000" + zone.process(), r -> new ArrayList<>())
                .add(zone));
        String subject = "";
        int drawn = 0;
        for (Map.Entry<String, List<HeldZone>> row : byRow.entrySet()) {
            HeldZone first = row.getValue().get(0);
            if (!first.subject().equals(subject)) {
                subject = first.subject();
                heading(title + " ‘" + subject.substring(subject.indexOf(':') + 1) + "’");
            }
            if (drawn++ == ROWS_MAX) {
                rows.element(
                        "text",
                        "and " + (byRow.size() - ROWS_MAX) + " more clients",
                        "class",
                        "label",
                        "x",
                        "0",
                        "y",
                        n(y + 16));
                y += ROW;
                return;
            }
            label(first.process());
            rows.single(
                    "line",
                    "class",
                    "rail",
                    "x1",
                    n(TimeScale.LEFT),
                    "x2",
                    n(TimeScale.WIDTH - 12.0),
                    "y1",
                    n(y + ROW / 2.0),
                    "y2",
                    n(y + ROW / 2.0));
            rows.single("path", "class", "held " + style, "d", path(row.getValue()));
            y += ROW;
        }
    }

    /** All zones of a row as one path; zones closer than a pixel are drawn as one. */
    private String path(List<HeldZone> zones) {
        List<HeldZone> sorted = new ArrayList<>(zones);
        sorted.sort(Comparator.comparingLong(HeldZone::from));
        StringBuilder path = new StringBuilder();
        double start = Double.NaN;
        double end = Double.NaN;
        for (HeldZone zone : sorted) {
            rowOf.put(zone, y);
            double x = scale.x(zone.from());
            if (!Double.isNaN(end) && x - end > 1) {
                segment(path, start, end);
                start = x;
            }
            start = Double.isNaN(start) ? x : start;
            end = Double.isNaN(end) ? scale.x(zone.to()) : Math.max(end, scale.x(zone.to()));
        }
        segment(path, start, end);
        return path.toString();
    }

    private void segment(StringBuilder path, double from, double to) {
        path.append('M')
                .append(n(from))
                .append(' ')
                .append(n(y + ROW / 2.0))
                .append('h')
                .append(n(Math.max(1, to - from)));
    }

    private void overlaps(Markup svg, List<HeldZone> zones) {
        Map<String, HeldZone> widest = new HashMap<>();
        List<HeldZone> sorted = new ArrayList<>(zones);
        sorted.sort(Comparator.comparingLong(HeldZone::from));
        int drawn = 0;
        for (HeldZone zone : sorted) {
            HeldZone before = widest.get(zone.subject());
            if (before != null && Math.min(before.to(), zone.to()) > zone.from() && drawn++ < OVERLAPS_MAX) {
                overlap(svg, before, zone);
            }
            if (before == null || zone.to() > before.to()) {
                widest.put(zone.subject(), zone);
            }
        }
    }

    private void overlap(Markup svg, HeldZone first, HeldZone second) {
        double x = scale.x(second.from());
        double width = Math.max(4, scale.x(Math.min(first.to(), second.to())) - x);
        for (HeldZone zone : List.of(first, second)) {
            double top = rowOf.getOrDefault(zone, y) + 2;
            svg.open("rect", "class", "overlap", "x", n(x), "y", n(top), "width", n(width), "height", n(ROW - 4.0));
            svg.element("title", "two valid at once: " + first.process() + " and " + second.process())
                    .close("rect");
        }
    }

    private void heading(String text) {
        y += 8;
        rows.element("text", text, "class", "heading", "x", "0", "y", n(y + 14));
        y += 22;
    }

    private void label(String text) {
        String shown = text.length() > 27 ? text.substring(0, 26) + "…" : text;
        rows.element(
                "text", shown, "class", "label", "x", n(TimeScale.LEFT - 10.0), "y", n(y + 16), "text-anchor", "end");
    }
}
