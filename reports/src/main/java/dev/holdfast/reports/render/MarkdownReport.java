package dev.holdfast.reports.render;

import dev.holdfast.reports.check.CheckResult;
import dev.holdfast.reports.check.Violation;
import dev.holdfast.reports.check.Witness;
import dev.holdfast.reports.run.FaultRequest;
import dev.holdfast.reports.run.RunRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of one run as Markdown, with the sections of the page but without its pictures. */
public final class MarkdownReport {
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport() {}

    public static String render(JudgedRun judged) {
        return new MarkdownReport().write(judged);
    }

    private String write(JudgedRun judged) {
        RunRecord run = judged.run();
        line("# " + judged.verdict().word() + ": " + escape(run.scenario().title()));
        line("**" + escape(judged.verdict().sentence()) + "**");
        line(judged.verdict().word().meaning() + " Expected: " + run.scenario().expectedWords() + ".");
        line("## The claim under test");
        line("> " + escape(run.scenario().claim().text()));
        line("Scope: " + escape(run.scenario().claim().scope()) + ". Source: "
                + escape(run.scenario().claim().source()));
        line("## Numbers");
        table(Numbers.HEAD, Numbers.rows(judged));
        line("## Checks");
        List<List<String>> checks = new ArrayList<>();
        for (CheckResult check : judged.verdict().checks()) {
            String more = check.reason().isEmpty() ? Numbers.figures(check) : check.reason();
            checks.add(List.of(check.id(), HtmlFindings.word(check), check.title(), more));
        }
        table(List.of("check", "result", "rule", "figures"), checks);
        witnesses(judged);
        faults(judged);
        setup(run);
        line("## For a decision record");
        fence("markdown", AdrSnippet.of(judged));
        line("## Do it again");
        fence("", run.command());
        return out.toString();
    }

    private void witnesses(JudgedRun judged) {
        for (CheckResult check : judged.verdict().checks()) {
            if (check.isInvalid()) {
                line("## Witness: " + check.title());
                for (Violation violation : check.violations().stream().limit(3).toList()) {
                    line(escape(violation.sentence()));
                    List<List<String>> rows = new ArrayList<>();
                    for (Witness event : violation.events()) {
                        String time = String.format(Locale.ROOT, "%.4f s", judged.seconds(event.t()));
                        rows.add(List.of(Integer.toString(event.number()), time, event.who(), event.what()));
                    }
                    table(List.of("line", "time", "who", "what"), rows);
                }
            }
        }
    }

    private void faults(JudgedRun judged) {
        line("## Faults as applied");
        for (FaultRequest fault : judged.run().faults()) {
            line("### " + escape(fault.name()));
            table(List.of("what", "value"), FaultRows.of(judged, fault));
            for (PairTable pairs : FaultRows.pairs(judged, fault)) {
                line(escape(pairs.title()));
                table(pairs.head(), pairs.rows());
            }
            fence("yaml", fault.manifest());
        }
    }

    private void setup(RunRecord run) {
        line("## Setup");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("store", AdrSnippet.store(run)));
        rows.add(List.of("server from", run.subject().binarySource()));
        rows.add(List.of("client", run.subject().client() + " " + run.subject().clientVersion()));
        rows.add(List.of("toolkit", run.toolkitVersion()));
        rows.add(List.of("run", run.id()));
        rows.add(List.of("seed", Long.toString(run.seed())));
        for (Map<String, String> facts :
                List.of(run.host(), run.subject().settings(), run.subject().timeouts())) {
            facts.forEach((name, value) -> rows.add(List.of(name, value)));
        }
        table(List.of("what", "value"), rows);
        run.notes().forEach(note -> line("* " + escape(note)));
    }

    private void table(List<String> head, List<List<String>> rows) {
        row(head);
        row(Collections.nCopies(head.size(), "---"));
        rows.forEach(this::row);
        out.append('\n');
    }

    private void row(List<String> cells) {
        out.append('|');
        cells.forEach(cell -> out.append(' ').append(escape(cell)).append(" |"));
        out.append('\n');
    }

    private void line(String text) {
        out.append(text).append("\n\n");
    }

    private void fence(String language, String text) {
        out.append("````").append(language).append('\n').append(text.strip()).append("\n````\n\n");
    }

    private static String escape(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace('\n', ' ').replace('\r', ' ');
    }
}
