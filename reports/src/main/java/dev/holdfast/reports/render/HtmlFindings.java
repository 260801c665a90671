package dev.holdfast.reports.render;

import dev.holdfast.reports.check.CheckOutcome;
import dev.holdfast.reports.check.CheckResult;
import dev.holdfast.reports.check.Signal;
import dev.holdfast.reports.check.Violation;
import dev.holdfast.reports.check.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The violations with the events that show them, and the table of all checks. */
final class HtmlFindings {
    private static final int VIOLATIONS_SHOWN = 3;

    private HtmlFindings() {}

    static void write(Markup page, JudgedRun judged) {
        witnesses(page, judged);
        Page.section(
                page,
                "Checks",
                "Each check is one rule, applied to the whole history. ‘Invalid’ means that events were found "
                        + "that contradict it; ‘unknown’ means no decision, which never counts as a pass.");
        page.open("table").open("thead").open("tr");
        List.of("check", "result", "rule and figures").forEach(head -> page.element("th", head, "scope", "col"));
        page.close("tr").close("thead").open("tbody");
        for (CheckResult check : judged.verdict().checks()) {
            row(page, check);
        }
        page.close("tbody").close("table").close("section");
    }

    private static void row(Markup page, CheckResult check) {
        String word = word(check);
        page.open("tr", "class", check.outcome() == CheckOutcome.NOT_APPLICABLE ? "quiet" : "");
        page.open("td").element("code", check.id()).close("td");
        page.open("td")
                .element("span", word, "class", "chip " + word.replace(' ', '-'))
                .close("td");
        page.open("td").text(check.title());
        if (!check.figures().isEmpty()) {
            page.element("small", Numbers.figures(check));
        }
        if (!check.reason().isEmpty()) {
            page.element("small", check.reason());
        }
        check.signals().stream()
                .limit(8)
                .forEach(signal -> page.element(
                        "small", signal.kind().name().toLowerCase(Locale.ROOT) + ": " + signal.sentence()));
        page.close("td").close("tr");
    }

    static String word(CheckResult check) {
        if (!check.isInvalid() && check.has(Signal.Kind.VACUOUS)) {
            return "vacuous";
        }
        if (check.outcome() == CheckOutcome.VALID && check.has(Signal.Kind.DEGRADED)) {
            return "degraded";
        }
        return check.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void witnesses(Markup page, JudgedRun judged) {
        boolean any = judged.verdict().checks().stream().anyMatch(CheckResult::isInvalid);
        if (!any) {
            return;
        }
        Page.section(
                page,
                "Witness",
                "The fewest events that show each violation. The number is the line of history.jsonl; the "
                        + "time is in seconds since the run began.");
        for (CheckResult check : judged.verdict().checks()) {
            if (check.isInvalid()) {
                page.element(
                        "h3",
                        check.title() + ": " + Numbers.count(check.violationCount())
                                + (check.violationCount() == 1 ? " violation" : " violations"));
                check.violations().stream()
                        .limit(VIOLATIONS_SHOWN)
                        .forEach(violation -> violation(page, judged, violation));
            }
        }
        page.close("section");
    }

    private static void violation(Markup page, JudgedRun judged, Violation violation) {
        page.element("p", violation.sentence(), "class", "violation");
        List<List<String>> rows = new ArrayList<>();
        for (Witness event : violation.events()) {
            rows.add(List.of(
                    Integer.toString(event.number()),
                    String.format(Locale.ROOT, "%.4f s", judged.seconds(event.t())),
                    event.who(),
                    event.what()));
        }
        Page.table(page, List.of("line", "time", "who", "what"), rows, "witness");
    }
}
