package dev.holdfast.reports.render;

import dev.holdfast.reports.check.CheckOutcome;
import dev.holdfast.reports.check.CheckResult;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.verdict.Verdict;
import java.util.Set;

/** The result of each recipe of a run, made of the checks that belong to it. */
final class RecipeResults {
    private static final Set<String> SHARED = Set.of("effect", "progress");

    private RecipeResults() {}

    static String words(RunRecord run, Verdict verdict) {
        StringBuilder words = new StringBuilder();
        for (String recipe : run.scenario().recipes()) {
            words.append(words.isEmpty() ? "" : " · ")
                    .append(recipe)
                    .append(' ')
                    .append(mark(recipe, verdict));
        }
        return words.toString();
    }

    private static String mark(String recipe, Verdict verdict) {
        String mark = "–";
        for (CheckResult check : verdict.checks()) {
            if (recipeOf(check.id()).equals(recipe)) {
                if (check.isInvalid()) {
                    return "✗";
                }
                if (check.outcome() == CheckOutcome.UNKNOWN) {
                    mark = "?";
                } else if (check.outcome() == CheckOutcome.VALID && mark.equals("–")) {
                    mark = "✓";
                }
            }
        }
        return mark;
    }

    private static String recipeOf(String checkId) {
        if (SHARED.contains(checkId)) {
            return "";
        }
        if (checkId.equals("fenced-writes")) {
            return "lock";
        }
        String first = checkId.substring(0, Math.max(0, checkId.indexOf('-')));
        return Set.of("lock", "election", "config").contains(first) ? first : "kafka";
    }
}
