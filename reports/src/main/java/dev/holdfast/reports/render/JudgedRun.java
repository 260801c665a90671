package dev.holdfast.reports.render;

import dev.holdfast.reports.check.HeldZone;
import dev.holdfast.reports.check.KafkaLedger;
import dev.holdfast.reports.check.Timeline;
import dev.holdfast.reports.history.History;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.verdict.Verdict;
import java.util.List;

/** A run with its history and verdict, and what the pictures need of them. */
public record JudgedRun(
        RunRecord run,
        History history,
        Verdict verdict,
        Timeline timeline,
        List<HeldZone> locks,
        List<HeldZone> elections,
        KafkaLedger kafka) {
    public static JudgedRun of(RunRecord run, History history, Verdict verdict) {
        return new JudgedRun(
                run,
                history,
                verdict,
                Timeline.of(history),
                zones(history, "lock", verdict),
                zones(history, "election", verdict),
                KafkaLedger.of(history));
    }

    /** A history that cannot be judged is drawn without zones. */
    private static List<HeldZone> zones(History history, String recipe, Verdict verdict) {
        boolean undecided = verdict.checks().stream()
                .anyMatch(check -> check.id().equals(recipe + "-exclusion")
                        && check.reason().startsWith("the check failed"));
        return undecided ? List.of() : HeldZone.of(history, recipe);
    }

    /** Returns the monotonic time that the report calls zero. */
    long origin() {
        long first = history.startsAt();
        boolean plausible = run.originNanos() <= first && first - run.originNanos() < 3_600_000_000_000L;
        return plausible ? run.originNanos() : first;
    }

    double seconds(long t) {
        return (t - origin()) / 1e9;
    }
}
