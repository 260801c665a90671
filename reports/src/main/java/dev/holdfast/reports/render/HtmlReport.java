package dev.holdfast.reports.render;

import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.run.ScenarioFacts;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of one run as one HTML page that needs nothing else. */
public final class HtmlReport {
    private HtmlReport() {}

    public static String render(JudgedRun judged) {
        RunRecord run = judged.run();
        Markup page = new Markup();
        Page.start(page, judged.verdict().word() + " · " + run.scenario().title(), "");
        verdict(page, judged);
        claim(page, run.scenario());
        HtmlFigures.write(page, judged);
        HtmlFindings.write(page, judged);
        HtmlFaults.write(page, judged);
        setup(page, run);
        Page.section(page, "For a decision record", "Paste this into the decision that this run supports or refutes.");
        page.element("pre", AdrSnippet.of(judged)).close("section");
        Page.section(
                page,
                "Do it again",
                "The command repeats the scenario with the same seed. The same folder can also "
                        + "be judged again without any server, because the verdict depends on history.jsonl and run.json only.");
        page.element("pre", run.command()).close("section");
        Page.end(page);
        return page.toString();
    }

    private static void verdict(Markup page, JudgedRun judged) {
        RunRecord run = judged.run();
        String word = judged.verdict().word().name();
        page.open("header", "class", "verdict " + word.toLowerCase(Locale.ROOT));
        page.element(
                "p", AdrSnippet.store(run) + " · " + run.scenario().name() + " · " + run.startedAt(), "class", "over");
        page.element("h1", run.scenario().title());
        page.open("p", "class", "word").element("strong", word);
        page.element(
                "span",
                (judged.verdict().asExpected()
                                ? "as expected"
                                : "NOT as expected; expected was "
                                        + run.scenario().expectedWords())
                        + (run.scenario().control() ? " · control" : ""));
        page.close("p");
        page.element("p", judged.verdict().sentence(), "class", "sentence");
        page.element("p", judged.verdict().word().meaning(), "class", "meaning");
        page.close("header");
    }

    private static void claim(Markup page, ScenarioFacts scenario) {
        Page.section(
                page,
                "The claim under test",
                scenario.control()
                        ? "This is a control: the setting is known to break the claim, and the run shows that the suite can see it."
                        : "What is promised, who says so, and under which conditions. Nothing outside the scope is claimed.");
        page.element("blockquote", scenario.claim().text());
        Page.facts(
                page,
                List.of(
                        List.of("Scope", scenario.claim().scope()),
                        List.of("Source", scenario.claim().source()),
                        List.of("Expected", scenario.expectedWords()),
                        List.of(
                                scenario.control() ? "Must be caught by" : "Recipes",
                                String.join(", ", scenario.control() ? scenario.caughtBy() : scenario.recipes())),
                        List.of("Opposite setting", scenario.twinName().orElse("none"))));
        page.close("section");
    }

    private static void setup(Markup page, RunRecord run) {
        Page.section(page, "Setup", "Everything that a repetition has to keep the same.");
        Page.facts(
                page,
                List.of(
                        List.of("Store", AdrSnippet.store(run)),
                        List.of("Server from", run.subject().binarySource()),
                        List.of(
                                "Client",
                                run.subject().client() + " " + run.subject().clientVersion()),
                        List.of("Toolkit", run.toolkitVersion()),
                        List.of("Run", run.id()),
                        List.of("Seed", Long.toString(run.seed())),
                        List.of("Started", run.startedAt())));
        facts(page, "Machine", run.host());
        facts(page, "Settings", run.subject().settings());
        facts(page, "Timeouts shortened for the run", run.subject().timeouts());
        if (!run.notes().isEmpty()) {
            page.element("h3", "Notes").open("ul");
            run.notes().forEach(note -> page.element("li", note));
            page.close("ul");
        }
        page.close("section");
    }

    private static void facts(Markup page, String title, Map<String, String> facts) {
        if (!facts.isEmpty()) {
            page.element("h3", title);
            Page.facts(
                    page,
                    facts.entrySet().stream()
                            .map(fact -> List.of(fact.getKey(), fact.getValue()))
                            .toList());
        }
    }
}
