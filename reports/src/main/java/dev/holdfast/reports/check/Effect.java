package dev.holdfast.reports.check;

import dev.holdfast.reports.history.Event.EffectSeen;
import dev.holdfast.reports.history.Event.FaultChanged;
import dev.holdfast.reports.history.FaultPhase;
import dev.holdfast.reports.history.History;
import dev.holdfast.reports.run.FaultRequest;
import dev.holdfast.reports.run.RunRecord;
import java.util.List;

/** Each fault asked for started, ended, and was measured to have reached its target; otherwise the run proves nothing. */
final class Effect implements Check {
    @Override
    public String id() {
        return "effect";
    }

    @Override
    public String title() {
        return "Each fault started, ended and was measured to act";
    }

    @Override
    public void read(History history, RunRecord run, Findings findings) {
        if (run.faults().isEmpty()) {
            vacuous(findings, "No fault was asked for, so nothing was tested under failure.");
        }
        int proved = 0;
        for (FaultRequest fault : run.faults()) {
            if (isSeen(history, fault, FaultPhase.STARTED, findings)
                    && isSeen(history, fault, FaultPhase.ENDED, findings)
                    && isProved(history, fault, findings)) {
                proved++;
            }
        }
        findings.figure("faults-requested", run.faults().size(), "faults");
        findings.figure("faults-proved", proved, "faults");
    }

    private static boolean isSeen(History history, FaultRequest fault, FaultPhase phase, Findings findings) {
        boolean seen = history.all(FaultChanged.class).stream()
                .anyMatch(event -> event.name().equals(fault.name()) && event.phase() == phase);
        if (!seen) {
            vacuous(
                    findings,
                    "Fault " + Words.name(fault.name()) + " never "
                            + (phase == FaultPhase.STARTED ? "started." : "ended."));
        }
        return seen;
    }

    private static boolean isProved(History history, FaultRequest fault, Findings findings) {
        List<EffectSeen> effects = history.all(EffectSeen.class).stream()
                .filter(event -> event.name().equals(fault.name()))
                .toList();
        boolean proved = !effects.isEmpty() && effects.stream().allMatch(EffectSeen::proved);
        if (!proved) {
            vacuous(
                    findings,
                    "Fault " + Words.name(fault.name()) + " was "
                            + (effects.isEmpty() ? "not measured." : "measured and did not act."));
        }
        return proved;
    }

    private static void vacuous(Findings findings, String sentence) {
        findings.signal(Signal.Kind.VACUOUS, sentence);
        findings.unknown(sentence);
    }
}
