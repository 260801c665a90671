package dev.holdfast.reports.verdict;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.holdfast.reports.check.CheckOutcome;
import dev.holdfast.reports.check.CheckResult;
import dev.holdfast.reports.check.Checks;
import dev.holdfast.reports.check.Signal;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.run.ScenarioFacts;
import dev.holdfast.reports.run.VerdictWord;
import java.util.List;
import java.util.Set;

/** What a run showed: the word, a sentence that says why, whether that was expected, and every check. */
public record Verdict(
        String schema,
        String runId,
        VerdictWord word,
        String sentence,
        Set<VerdictWord> expected,
        boolean asExpected,
        List<CheckResult> checks) {
    /** The only value of {@code schema} that this version writes. */
    public static final String SCHEMA = "holdfast-verdict/1";

    public Verdict {
        expected = Set.copyOf(expected);
        checks = List.copyOf(checks);
    }

    /**
     * Decides in this order: ERROR, VIOLATED (by a check that a control does not name), VACUOUS, for a control CAUGHT, UNKNOWN
     * or MISSED, then UNKNOWN, DEGRADED, HOLDS.
     */
    public static Verdict of(RunRecord run, List<CheckResult> checks) {
        Reason reason = decide(run, checks);
        Set<VerdictWord> expected = run.scenario().expected();
        return new Verdict(
                SCHEMA, run.id(), reason.word(), reason.sentence(), expected, expected.contains(reason.word()), checks);
    }

    /** Returns the verdict of a run that cannot be judged. */
    public static Verdict error(RunRecord run, String text) {
        return of(run.withError(text), List.of());
    }

    @JsonIgnore
    public boolean isBroken() {
        return !asExpected || word == VerdictWord.MISSED || word == VerdictWord.ERROR;
    }

    private record Reason(VerdictWord word, String sentence) {}

    private static Reason decide(RunRecord run, List<CheckResult> checks) {
        ScenarioFacts scenario = run.scenario();
        if (run.harnessError().isPresent()) {
            return new Reason(VerdictWord.ERROR, run.harnessError().get());
        }
        for (String id : scenario.caughtBy()) {
            if (!Checks.ids().contains(id)) {
                return new Reason(
                        VerdictWord.ERROR,
                        "The scenario names the check '" + id + "' that does not exist; known: " + Checks.ids());
            }
        }
        for (CheckResult check : checks) {
            if (check.isInvalid() && !scenario.caughtBy().contains(check.id())) {
                return new Reason(VerdictWord.VIOLATED, damage(check));
            }
        }
        for (CheckResult check : checks) {
            for (Signal signal : check.signals()) {
                if (signal.kind() == Signal.Kind.VACUOUS) {
                    return new Reason(VerdictWord.VACUOUS, signal.sentence());
                }
            }
        }
        if (scenario.control()) {
            return decideControl(scenario, checks);
        }
        return decideLiveness(checks);
    }

    private static Reason decideControl(ScenarioFacts scenario, List<CheckResult> checks) {
        Reason unknown = null;
        for (CheckResult check : checks) {
            if (scenario.caughtBy().contains(check.id())) {
                if (check.isInvalid()) {
                    return new Reason(VerdictWord.CAUGHT, "Seen by " + check.id() + ": " + damage(check));
                }
                if (check.outcome() == CheckOutcome.UNKNOWN && unknown == null) {
                    unknown = undecided(check);
                }
            }
        }
        return unknown != null
                ? unknown
                : new Reason(
                        VerdictWord.MISSED,
                        "No damage was seen by " + String.join(", ", scenario.caughtBy())
                                + ", although the setting is known to be unsafe.");
    }

    private static Reason decideLiveness(List<CheckResult> checks) {
        for (CheckResult check : checks) {
            if (check.outcome() == CheckOutcome.UNKNOWN) {
                return undecided(check);
            }
        }
        for (CheckResult check : checks) {
            for (Signal signal : check.signals()) {
                return new Reason(VerdictWord.DEGRADED, signal.sentence());
            }
        }
        long valid = checks.stream()
                .filter(check -> check.outcome() == CheckOutcome.VALID)
                .count();
        return new Reason(
                VerdictWord.HOLDS, "All " + valid + " checks that apply passed while the fault was proved to act.");
    }

    private static Reason undecided(CheckResult check) {
        return new Reason(VerdictWord.UNKNOWN, "Check " + check.id() + " could not decide: " + check.reason());
    }

    private static String damage(CheckResult check) {
        String first = check.violations().get(0).sentence();
        int more = check.violationCount() - 1;
        return more == 0 ? first : first + " (and " + more + " more of this kind)";
    }
}
