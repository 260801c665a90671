package dev.holdfast.bench.result;

import dev.holdfast.bench.result.Sample.Group;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Samples as a Markdown table: a row for each contender of each measurement, with the spread over the rounds, and the
 * ratio of ours to it, taken round by round.
 */
public final class Table {

    private static final List<String> HEADINGS = List.of(
            "what",
            "on",
            "contender",
            "median",
            "p25..p75",
            "min..max",
            "ours / it",
            "range",
            "target",
            "other figures");

    private final List<Sample> samples;

    public Table(List<Sample> samples) {
        this.samples = List.copyOf(samples);
    }

    /** Returns the table, its columns padded so that it reads well as plain text too. */
    public String markdown() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        rows.add(Collections.nCopies(HEADINGS.size(), "---"));
        Map<Group, List<Sample>> groups =
                samples.stream().collect(Collectors.groupingBy(Sample::group, LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, inGroup) -> rows.addAll(rows(group, inGroup)));
        return rows.stream().map(row -> line(row, rows)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<List<String>> rows(Group group, List<Sample> samples) {
        Map<String, List<Sample>> byContender = samples.stream()
                .collect(Collectors.groupingBy(Sample::contender, LinkedHashMap::new, Collectors.toList()));
        List<List<String>> rows = new ArrayList<>();
        byContender.forEach((contender, own) -> {
            List<Double> ratios = ratios(byContender, contender);
            rows.add(row(group, contender, own, ratios));
        });
        return rows;
    }

    private static List<String> row(Group group, String contender, List<Sample> own, List<Double> ratios) {
        Spread spread = Spread.of(own.stream().map(Sample::value).toList());
        Optional<Spread> ratio = ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
        return List.of(
                group.measurement(),
                group.store() + " x" + group.members(),
                contender,
                number(spread.median()) + " " + own.get(0).unit(),
                number(spread.p25()) + ".." + number(spread.p75()),
                number(spread.min()) + ".." + number(spread.max()),
                ratio.map(r -> number(r.median())).orElse(""),
                ratio.map(r -> number(r.min()) + ".." + number(r.max())).orElse(""),
                ratio.flatMap(r -> Target.of(group.measurement(), contender).map(t -> t.inWords(r.median())))
                        .orElseGet(() -> limit(own, spread.median())),
                others(own));
    }

    /** The median is judged, and how many of all values keep the limit is said beside it. */
    private static String limit(List<Sample> samples, double median) {
        Double limit = samples.get(0).details().get(Sample.LIMIT);
        if (limit == null) {
            return "";
        }
        long kept = samples.stream().filter(sample -> sample.value() <= limit).count();
        return "<= %s: %s (%d of %d)"
                .formatted(number(limit), median <= limit ? "met" : "MISSED", kept, samples.size());
    }

    /** Returns ours divided by the contender's, of each round that both took part in. */
    private static List<Double> ratios(Map<String, List<Sample>> byContender, String contender) {
        if (contender.startsWith("holdfast")) {
            return List.of();
        }
        Map<Integer, Double> ours = byContender.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("holdfast"))
                .findFirst()
                .map(entry -> byRound(entry.getValue()))
                .orElse(Map.of());
        List<Double> ratios = new ArrayList<>();
        byRound(byContender.getOrDefault(contender, List.of())).forEach((round, value) -> {
            if (ours.containsKey(round) && value > 0) {
                ratios.add(ours.getOrDefault(round, 0.0) / value);
            }
        });
        return ratios;
    }

    private static Map<Integer, Double> byRound(List<Sample> samples) {
        return samples.stream().collect(Collectors.toMap(Sample::round, Sample::value, (first, second) -> second));
    }

    /** Violations and errors in all, of everything else the median. */
    private static String others(List<Sample> samples) {
        Map<String, List<Double>> details = new TreeMap<>();
        samples.forEach(sample -> sample.details()
                .forEach((name, value) ->
                        details.computeIfAbsent(name, n -> new ArrayList<>()).add(value)));
        details.remove(Sample.LIMIT);
        return details.entrySet().stream()
                .map(entry -> {
                    boolean sum = entry.getKey().equals(Sample.VIOLATIONS)
                            || entry.getKey().equals("errors");
                    double value = sum
                            ? entry.getValue().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .sum()
                            : Spread.of(entry.getValue()).median();
                    return entry.getKey() + " " + number(value);
                })
                .collect(Collectors.joining(", "));
    }

    private static String line(List<String> row, List<List<String>> all) {
        Function<Integer, Integer> width = column ->
                all.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < row.size(); i++) {
            line.append(' ').append(row.get(i));
            line.append(" ".repeat(width.apply(i) - row.get(i).length())).append(" |");
        }
        return line.toString();
    }

    /** Three digits that count, and no more. */
    static String number(double value) {
        double size = Math.abs(value);
        if ((value == Math.rint(value) && size < 1e6) || size >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
