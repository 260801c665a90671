package dev.holdfast.reports.check;

import dev.holdfast.reports.history.History;
import dev.holdfast.reports.run.RunRecord;
import java.util.ArrayList;
import java.util.List;

/** All checks, in the order of the report. */
public final class Checks {
    private static final List<Check> ALL = List.of(
            new Effect(),
            new Progress(),
            new MutualExclusion("lock"),
            new MutualExclusion("election"),
            new TokenOrder("lock"),
            new TokenOrder("election"),
            new FencedWrites(),
            new ElectionAgreement(),
            new ConfigWatch(),
            new LeftOver(),
            new LostAcked(),
            new Duplicates(),
            new Phantom(),
            new OffsetConsistency(),
            new DeliveredAll(),
            new DeadLetterComplete(),
            new PoisonBlocking());

    private Checks() {}

    /** Returns the ids that a scenario may list in {@code caughtBy}. */
    public static List<String> ids() {
        return ALL.stream().map(Check::id).toList();
    }

    /** Runs every check. A check that throws yields UNKNOWN with the reason, never a pass. */
    public static List<CheckResult> judge(History history, RunRecord run) {
        List<CheckResult> results = new ArrayList<>();
        for (Check check : ALL) {
            results.add(judge(check, history, run));
        }
        return results;
    }

    static CheckResult judge(Check check, History history, RunRecord run) {
        Findings findings = new Findings();
        try {
            check.read(history, run, findings);
        } catch (RuntimeException e) {
            // whatever a rule stumbles over, the run must not pass because of it
            findings = new Findings();
            findings.unknown("the check failed: " + e);
        }
        return findings.result(check.id(), check.title());
    }
}
