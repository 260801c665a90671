package dev.holdfast.reports.render;

import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.verdict.Verdict;
import java.util.Locale;

/** One run as one line of plain text for a console. */
public final class SummaryLine {
    private SummaryLine() {}

    public static String of(RunRecord run, Verdict verdict) {
        return String.format(
                Locale.ROOT,
                "%-8s %-10s %-34s %s%s",
                verdict.word(),
                run.subject().store(),
                run.scenario().name(),
                verdict.asExpected() ? "" : "[expected " + run.scenario().expectedWords() + "] ",
                verdict.sentence());
    }
}
