package dev.holdfast.reports.render;

import dev.holdfast.reports.run.RunRecord;

/** The paragraph that an architecture decision can paste: driver, consequence, confirmation. */
final class AdrSnippet {
    private AdrSnippet() {}

    static String of(JudgedRun judged) {
        RunRecord run = judged.run();
        StringBuilder text = new StringBuilder();
        text.append("### Evidence: ")
                .append(run.scenario().title())
                .append(" on ")
                .append(store(run))
                .append("\n\n");
        text.append("* **Driver**: ")
                .append(run.scenario().claim().text())
                .append(" (scope: ")
                .append(run.scenario().claim().scope())
                .append("; source: ")
                .append(run.scenario().claim().source())
                .append(")\n");
        text.append("* **Consequence**: ")
                .append(judged.verdict().word())
                .append(". ")
                .append(judged.verdict().sentence())
                .append('\n');
        text.append("* **Confirmation**: run `")
                .append(run.id())
                .append("`, seed ")
                .append(run.seed())
                .append(", toolkit ")
                .append(run.toolkitVersion())
                .append("; again with `")
                .append(run.command())
                .append("`\n");
        return text.toString();
    }

    static String store(RunRecord run) {
        return run.subject().store() + " " + run.subject().version() + " ("
                + run.subject().members() + " members)";
    }
}
