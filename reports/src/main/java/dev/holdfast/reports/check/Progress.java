package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.run.Bounds;
import dev.holdfast.reports.run.RunRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Each recipe does work before the faults, and again after they are healed, within the bounds of the scenario. */
final class Progress implements Check {
    private static final long INSTANT_NANOS = 100_000_000;

    @Override
    public String id() {
        return "progress";
    }

    @Override
    public String title() {
        return "Each recipe works again after the fault, in time";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        Timeline timeline = Timeline.of(history);
        TreeSet<String> recipes = new TreeSet<>(run.scenario().recipes());
        history.operations().forEach(operation -> recipes.add(Recipes.recipeOf(operation.subject())));
        if (history.operations().isEmpty()) {
            findings.signal(Signal.Kind.VACUOUS, "The run has no operation.");
            findings.unknown("the run has no operation");
            return;
        }
        exercised(history, timeline, findings);
        for (String recipe : recipes) {
            List<Operation> done = history.operations().stream()
                    .filter(operation -> operation.isOk() && Recipes.isProgress(operation))
                    .filter(operation -> Recipes.recipeOf(operation.subject()).equals(recipe))
                    .sorted(Comparator.comparingLong(Operation::returnedAt))
                    .toList();
            judge(recipe, done, timeline, run.scenario().bounds(), findings);
        }
    }

    private static void judge(
            String recipe, List<Operation> done, Timeline timeline, Bounds bounds, Findings findings) {
        long least = Math.max(1, bounds.operationsMin().orElse(1));
        counts(recipe, done, timeline, findings);
        if (done.size() < least) {
            findings.signal(
                    Signal.Kind.VACUOUS,
                    "Recipe " + recipe + " completed " + done.size() + " operations; at least " + least
                            + " are needed to judge it.");
        }
        if (done.isEmpty()) {
            findings.unknown("recipe " + recipe + " completed no operation");
            return;
        }
        unavailability(recipe, done, timeline, bounds, findings);
        if (timeline.healedAt().isPresent()) {
            recovery(recipe, done, timeline.healedAt().getAsLong(), bounds, findings);
        }
    }

    private static void counts(String recipe, List<Operation> done, Timeline timeline, Findings findings) {
        long from = timeline.faultsFrom().orElse(Long.MAX_VALUE);
        long to = timeline.healedAt().orElse(Long.MAX_VALUE);
        findings.figure(recipe + "-ok-before", count(done, Long.MIN_VALUE, from), "ops");
        findings.figure(recipe + "-ok-during", count(done, from, to), "ops");
        findings.figure(recipe + "-ok-after", count(done, to, Long.MAX_VALUE), "ops");
    }

    private static long count(List<Operation> done, long from, long to) {
        return done.stream()
                .filter(operation -> operation.returnedAt() >= from && operation.returnedAt() < to)
                .count();
    }

    private static void unavailability(
            String recipe, List<Operation> done, Timeline timeline, Bounds bounds, Findings findings) {
        List<Long> times = new ArrayList<>();
        done.forEach(operation -> times.add(operation.returnedAt()));
        times.add(Math.max(timeline.trafficEndsAt(), times.get(times.size() - 1)));
        long longest = 0;
        long since = times.get(0);
        for (int i = 1; i < times.size(); i++) {
            if (times.get(i) - times.get(i - 1) > longest) {
                longest = times.get(i) - times.get(i - 1);
                since = times.get(i - 1);
            }
        }
        findings.figure(recipe + "-unavailable", longest / 1e6, "ms");
        if (bounds.unavailabilityMsMax().isPresent()
                && longest / 1_000_000 > bounds.unavailabilityMsMax().getAsLong()) {
            findings.signal(
                    Signal.Kind.DEGRADED,
                    "Recipe " + recipe + " did nothing for " + Words.millis(longest) + ", beginning in the phase "
                            + timeline.phaseAt(since) + "; at most "
                            + bounds.unavailabilityMsMax().getAsLong() + " ms are allowed.");
        }
    }

    private static void recovery(String recipe, List<Operation> done, long healedAt, Bounds bounds, Findings findings) {
        Operation last = done.get(done.size() - 1);
        Operation first = done.stream()
                .filter(operation -> operation.returnedAt() >= healedAt)
                .findFirst()
                .orElse(null);
        if (first == null) {
            findings.violation("Recipe " + recipe + " completed no operation after the fault was healed.", last);
            return;
        }
        long nanos = first.returnedAt() - healedAt;
        findings.figure(recipe + "-recovery", nanos / 1e6, "ms");
        if (bounds.recoveryMsMax().isPresent()
                && nanos / 1_000_000 > bounds.recoveryMsMax().getAsLong()) {
            findings.violation(
                    "Recipe " + recipe + " took " + Words.millis(nanos) + " after the fault was healed to complete an"
                            + " operation; at most " + bounds.recoveryMsMax().getAsLong() + " ms are allowed.",
                    first);
        }
    }

    /** A fault that lasts must have had an operation in flight, or it tested nothing. */
    private static void exercised(History history, Timeline timeline, Findings findings) {
        if (timeline.faultsFrom().isEmpty()) {
            return;
        }
        long from = timeline.faultsFrom().getAsLong();
        long to = timeline.healedAt().orElse(from);
        boolean exercised = history.operations().stream()
                .anyMatch(operation -> operation.calledAt() <= to && operation.returnedAt() >= from);
        if (!exercised && to - from > INSTANT_NANOS) {
            findings.signal(Signal.Kind.VACUOUS, "No operation was in flight while the fault was active.");
        }
    }
}
