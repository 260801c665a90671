package dev.holdfast.reports.render;

import dev.holdfast.reports.check.CheckResult;
import dev.holdfast.reports.check.Figure;
import dev.holdfast.reports.check.Recipes;
import dev.holdfast.reports.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The table of numbers: work and latency of each recipe before, during and after the faults. */
final class Numbers {
    static final List<String> HEAD = List.of(
            "recipe", "window", "ok", "fail", "unknown", "p50", "p99", "p99.9", "longest standstill", "recovery");

    private record Window(String name, long from, long to) {}

    private Numbers() {}

    static List<List<String>> rows(JudgedRun run) {
        Map<String, List<Operation>> recipes = new TreeMap<>();
        for (Operation operation : run.history().operations()) {
            if (TrafficPicture.isRemote(operation)) {
                recipes.computeIfAbsent(Recipes.recipeOf(operation.subject()), r -> new ArrayList<>())
                        .add(operation);
            }
        }
        List<List<String>> rows = new ArrayList<>();
        long from = run.timeline().faultsFrom().orElse(Long.MAX_VALUE);
        long to = run.timeline().healedAt().orElse(Long.MAX_VALUE);
        List<Window> windows = List.of(
                new Window("before", Long.MIN_VALUE, from),
                new Window("during fault", from, to),
                new Window("after", to, Long.MAX_VALUE));
        recipes.forEach(
                (recipe, operations) -> windows.forEach(window -> rows.add(row(run, recipe, operations, window))));
        return rows;
    }

    private static List<String> row(JudgedRun run, String recipe, List<Operation> operations, Window window) {
        Histogram latency = new Histogram(3);
        int ok = 0;
        int fail = 0;
        int unknown = 0;
        for (Operation operation : operations) {
            if (operation.calledAt() < window.from() || operation.calledAt() >= window.to()) {
                continue;
            }
            if (operation.isOk()) {
                ok++;
                latency.recordValue(Math.max(0, operation.returnedAt() - operation.calledAt()) / 1000);
            } else if (operation.isFail()) {
                fail++;
            } else {
                unknown++;
            }
        }
        boolean first = window.name().equals("before");
        return List.of(
                first ? recipe : "",
                window.name(),
                count(ok),
                count(fail),
                count(unknown),
                ok == 0 ? "–" : millis(latency.getValueAtPercentile(50) / 1e3),
                ok == 0 ? "–" : millis(latency.getValueAtPercentile(99) / 1e3),
                ok == 0 ? "–" : millis(latency.getValueAtPercentile(99.9) / 1e3),
                first ? figure(run, recipe + "-unavailable") : "",
                first ? figure(run, recipe + "-recovery") : "");
    }

    private static String figure(JudgedRun run, String name) {
        for (CheckResult check : run.verdict().checks()) {
            for (Figure figure : check.figures()) {
                if (figure.name().equals(name)) {
                    return millis(figure.value());
                }
            }
        }
        return "–";
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%,.0f ms", millis);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String value(Figure figure) {
        if (figure.unit().equals("ms")) {
            return millis(figure.value());
        }
        return String.format(Locale.ROOT, "%,.0f %s", figure.value(), figure.unit());
    }

    static String figures(CheckResult check) {
        StringBuilder words = new StringBuilder();
        for (Figure figure : check.figures()) {
            words.append(words.isEmpty() ? "" : " · ")
                    .append(figure.name().replace('-', ' '))
                    .append(' ')
                    .append(value(figure));
        }
        return words.toString();
    }
}
