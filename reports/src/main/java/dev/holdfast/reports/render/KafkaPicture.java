package dev.holdfast.reports.render;

import static dev.holdfast.reports.render.TimeScale.n;

import dev.holdfast.reports.check.KafkaLedger;
import dev.holdfast.reports.check.KafkaLedger.Place;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.history.Operation;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What became of the messages, and how far each partition was read over time. */
final class KafkaPicture {
    private static final int POINTS_MAX = 500;

    private KafkaPicture() {}

    /** Returns how many records met which fate. */
    static Map<String, Integer> fates(KafkaLedger ledger) {
        Map<String, Integer> fates = new LinkedHashMap<>();
        Set<String> kept = ledger.finalIds();
        Set<String> delivered = ledger.deliveredIds();
        for (Operation send : ledger.sends()) {
            String id = send.input().text("id");
            boolean there = kept.contains(id) || (kept.isEmpty() && delivered.contains(id));
            String fate;
            if (send.isOk()) {
                fate = there ? (delivered.contains(id) ? "acked, delivered" : "acked, kept") : "acked, lost";
            } else if (send.isInfo()) {
                fate = there ? "unknown, there" : "unknown, absent";
            } else {
                fate = "refused";
            }
            fates.merge(fate, 1, Integer::sum);
        }
        return new TreeMap<>(fates);
    }

    static Markup bar(JudgedRun run) {
        Map<String, Integer> fates = fates(run.kafka());
        int total =
                Math.max(1, fates.values().stream().mapToInt(Integer::intValue).sum());
        Markup svg = new Markup();
        TimeScale.start(svg, 34, "What became of the messages: " + fates);
        double x = 0;
        for (Map.Entry<String, Integer> fate : fates.entrySet()) {
            double width = (double) fate.getValue() / total * TimeScale.WIDTH;
            svg.open(
                    "rect",
                    "class",
                    style(fate.getKey()),
                    "x",
                    n(x),
                    "y",
                    "2",
                    "width",
                    n(Math.max(2, width)),
                    "height",
                    "28");
            svg.element("title", fate.getKey() + ": " + fate.getValue()).close("rect");
            x += width;
        }
        return svg.close("svg");
    }

    static String style(String fate) {
        return "fate " + fate.replace(",", "").replace(' ', '-');
    }

    /** Draws offset over time for each partition: flat steps are standstill, crosses are poison pills. */
    static Markup staircase(JudgedRun run) {
        TimeScale scale = new TimeScale(run);
        Map<Long, StringBuilder> paths = new TreeMap<>();
        long highest = 1;
        for (Numbered record : run.kafka().delivered()) {
            highest = Math.max(
                    highest, KafkaLedger.place(KafkaLedger.value(record)).offset());
        }
        for (Numbered record : run.kafka().poisoned()) {
            highest = Math.max(
                    highest, KafkaLedger.place(KafkaLedger.value(record)).offset());
        }
        int step = Math.max(1, run.kafka().delivered().size() / POINTS_MAX);
        for (int i = 0; i < run.kafka().delivered().size(); i += step) {
            Numbered record = run.kafka().delivered().get(i);
            Place place = KafkaLedger.place(KafkaLedger.value(record));
            StringBuilder path = paths.computeIfAbsent(place.partition(), p -> new StringBuilder());
            String y = n(level(place.offset(), highest));
            String x = n(scale.x(record.event().t()));
            path.append(path.isEmpty() ? "M" + x + " " + y : "H" + x + "V" + y);
        }
        Markup svg = new Markup();
        TimeScale.start(svg, 226, "Offset delivered over time, one line for each partition");
        scale.bands(svg, 20, 200, false);
        scale.axis(svg, 20, 200);
        svg.element(
                "text",
                String.format(Locale.ROOT, "offset %,d", highest),
                "class",
                "tick",
                "x",
                n(TimeScale.LEFT - 8),
                "y",
                "24",
                "text-anchor",
                "end");
        paths.values().stream().limit(12).forEach(path -> svg.single("path", "class", "stairs", "d", path.toString()));
        for (Numbered pill : run.kafka().poisoned().stream().limit(100).toList()) {
            double y = level(KafkaLedger.place(KafkaLedger.value(pill)).offset(), highest);
            double x = scale.x(pill.event().t());
            svg.single("path", "class", "pill", "d", "M" + n(x - 5) + " " + n(y - 5) + "l10 10m0-10l-10 10");
        }
        return svg.close("svg");
    }

    private static double level(long offset, long highest) {
        return 200 - 180.0 * offset / highest;
    }
}
