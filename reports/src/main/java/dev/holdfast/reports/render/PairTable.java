package dev.holdfast.reports.render;

import dev.holdfast.reports.history.Evidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * One measurement between each pair of pods, as a square: a row for each that sends, a column for each that receives.
 * Evidence is of a pair when its target is written {@code sender > receiver}.
 *
 * @param title what was measured, with its unit
 * @param head  the corner, and the receivers
 * @param rows  each a sender, and its figures
 */
record PairTable(String title, List<String> head, List<List<String>> rows) {

    private static final String ARROW = " > ";
    /** Not measured: a pod and itself, or a pair that the fault leaves alone. */
    private static final String NOTHING = "·";

    private record Pair(String from, String to) {
        static Pair of(Evidence evidence) {
            String[] ends = evidence.target().split(ARROW, 2);
            return new Pair(ends[0], ends[1]);
        }
    }

    static boolean isOfPair(Evidence evidence) {
        return evidence.target().contains(ARROW);
    }

    /** Returns a table for each kind of measurement, in the order in which they came; evidence of single pods is left out. */
    static List<PairTable> of(List<Evidence> evidence) {
        Map<String, Map<Pair, Double>> kinds = new LinkedHashMap<>();
        for (Evidence one : evidence) {
            if (isOfPair(one)) {
                kinds.computeIfAbsent(one.what() + ", " + one.unit(), kind -> new LinkedHashMap<>())
                        .put(Pair.of(one), one.figure());
            }
        }
        List<PairTable> tables = new ArrayList<>();
        kinds.forEach((title, figures) -> tables.add(square(title, figures)));
        return tables;
    }

    private static PairTable square(String title, Map<Pair, Double> figures) {
        TreeSet<String> senders = new TreeSet<>();
        TreeSet<String> receivers = new TreeSet<>();
        figures.keySet().forEach(pair -> {
            senders.add(pair.from());
            receivers.add(pair.to());
        });
        List<String> head = new ArrayList<>(List.of("from \\ to"));
        head.addAll(receivers);
        List<List<String>> rows = new ArrayList<>();
        for (String sender : senders) {
            List<String> row = new ArrayList<>(List.of(sender));
            receivers.forEach(receiver -> {
                Double figure = figures.get(new Pair(sender, receiver));
                row.add(figure == null ? NOTHING : words(figure));
            });
            rows.add(row);
        }
        return new PairTable(title, head, rows);
    }

    private static String words(double figure) {
        return String.format(Locale.ROOT, Math.abs(figure) < 100 ? "%.1f" : "%,.0f", figure);
    }
}
