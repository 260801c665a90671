package dev.holdfast.reports.render;

import dev.holdfast.reports.check.Timeline.FaultSpan;
import dev.holdfast.reports.history.Event.EffectSeen;
import dev.holdfast.reports.history.Event.RoleSeen;
import dev.holdfast.reports.history.Evidence;
import dev.holdfast.reports.history.Role;
import dev.holdfast.reports.run.FaultRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was asked of each fault and what was seen of it, in words. */
final class FaultRows {
    private static final int EVIDENCE_MAX = 12;

    private FaultRows() {}

    static List<List<String>> of(JudgedRun run, FaultRequest fault) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "Asked for",
                fault.kind() + " " + fault.action() + ", " + seconds(fault.startMs() / 1e3)
                        + " into the fault phase, for " + seconds(fault.durationMs() / 1e3)));
        for (FaultSpan span : run.timeline().faults()) {
            if (span.name().equals(fault.name())) {
                rows.add(List.of(
                        "Done",
                        "from " + seconds(run.seconds(span.from())) + " to "
                                + seconds(run.seconds(span.to())) + " of the run ("
                                + seconds((span.to() - span.from()) / 1e9) + ")"));
                rows.add(List.of("Targets", span.targets().isEmpty() ? "none" : String.join(", ", span.targets())));
                rows.add(List.of(
                        "Leader",
                        "before: " + leader(run, span.from()) + " · at the end of the fault: " + leader(run, span.to())
                                + " · at the end of the run: " + leader(run, Long.MAX_VALUE)));
            }
        }
        for (EffectSeen effect : run.history().all(EffectSeen.class)) {
            if (effect.name().equals(fault.name())) {
                rows.add(List.of("Effect", effect.proved() ? "proved" : "NOT proved"));
                effect.evidence().stream()
                        .filter(e -> !PairTable.isOfPair(e))
                        .limit(EVIDENCE_MAX)
                        .forEach(e -> rows.add(List.of("Evidence", words(e))));
            }
        }
        return rows;
    }

    /** Returns what was measured between pairs of pods while the fault lasted. */
    static List<PairTable> pairs(JudgedRun run, FaultRequest fault) {
        return run.history().all(EffectSeen.class).stream()
                .filter(effect -> effect.name().equals(fault.name()))
                .flatMap(effect -> PairTable.of(effect.evidence()).stream())
                .toList();
    }

    private static String words(Evidence evidence) {
        String figure = evidence.unit().isEmpty() && evidence.figure() == 0
                ? ""
                : ": " + figure(evidence.figure()) + " " + evidence.unit();
        String where = evidence.target().isEmpty() ? "" : " at " + evidence.target();
        return evidence.what() + where + figure + (evidence.text().isEmpty() ? "" : " (" + evidence.text() + ")");
    }

    private static String figure(double figure) {
        boolean isWhole = figure == Math.rint(figure);
        return String.format(Locale.ROOT, isWhole || Math.abs(figure) >= 100 ? "%,.0f" : "%.2f", figure);
    }

    /** Returns the member last seen as leader before a time and not seen otherwise since. */
    private static String leader(JudgedRun run, long time) {
        String leader = "not seen";
        for (RoleSeen seen : run.history().all(RoleSeen.class)) {
            if (seen.t() < time && seen.role() == Role.LEADER) {
                leader = seen.member();
            } else if (seen.t() < time && seen.member().equals(leader)) {
                leader = "not seen";
            }
        }
        return leader;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f s", seconds);
    }
}
