package dev.holdfast.reports.render;

import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.run.VerdictWord;
import dev.holdfast.reports.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The matrix over many runs: a row for each scenario, a column for each store. */
public final class IndexPage {
    /** One run of the matrix; {@code link} leads from the index to its report. */
    public record Entry(RunRecord run, Verdict verdict, String link) {
        boolean isControl() {
            return run.scenario().control();
        }
    }

    private IndexPage() {}

    /** Returns whether every run came out as expected and every control was caught. */
    public static boolean isGood(List<Entry> entries) {
        return !entries.isEmpty() && entries.stream().noneMatch(IndexPage::isBad);
    }

    private static boolean isBad(Entry entry) {
        boolean blind = entry.isControl()
                && (entry.verdict().word() == VerdictWord.MISSED
                        || entry.verdict().word() == VerdictWord.VACUOUS)
                && !entry.verdict().asExpected();
        return blind || entry.verdict().isBroken();
    }

    public static String render(List<Entry> entries) {
        boolean good = isGood(entries);
        Markup page = new Markup();
        Page.start(page, "Holdfast: failure-mode reports", good ? "" : "red");
        page.open("header", "class", "verdict " + (good ? "holds" : "violated"));
        page.element("p", "Holdfast chaos suite", "class", "over");
        page.element("h1", good ? "Every run came out as expected" : "Not every run came out as expected");
        totals(page, entries);
        page.close("header");
        Page.section(
                page,
                "Scenarios and stores",
                "Each cell is one run: its verdict, whether that was expected, and the result "
                        + "of each recipe. A control runs a setting that is known to be unsafe and must be caught. Click for the report.");
        matrix(page, entries);
        page.close("section");
        Page.section(page, "What the words mean", "Each report explains its verdict and shows the events behind it.");
        List<List<String>> words = new ArrayList<>();
        for (VerdictWord word : VerdictWord.values()) {
            words.add(List.of(word.name(), word.meaning()));
        }
        Page.facts(page, words);
        page.close("section");
        Page.end(page);
        return page.toString();
    }

    private static void totals(Markup page, List<Entry> entries) {
        List<Entry> controls = entries.stream().filter(Entry::isControl).toList();
        long caught = controls.stream()
                .filter(entry -> entry.verdict().word() == VerdictWord.CAUGHT)
                .count();
        long expected =
                entries.stream().filter(entry -> entry.verdict().asExpected()).count();
        page.open("div", "class", "totals");
        total(page, expected + "/" + entries.size(), "as expected");
        total(page, caught + "/" + controls.size(), "controls caught");
        for (VerdictWord word : VerdictWord.values()) {
            long count = entries.stream()
                    .filter(entry -> entry.verdict().word() == word)
                    .count();
            if (count > 0) {
                total(page, Long.toString(count), word.name());
            }
        }
        page.close("div");
    }

    private static void total(Markup page, String figure, String text) {
        page.open("div").element("b", figure).element("span", text).close("div");
    }

    private static void matrix(Markup page, List<Entry> entries) {
        TreeSet<String> stores = new TreeSet<>();
        Map<String, List<Entry>> rows = new LinkedHashMap<>();
        for (Entry entry : entries) {
            stores.add(entry.run().subject().store());
            rows.computeIfAbsent(entry.run().scenario().name(), name -> new ArrayList<>())
                    .add(entry);
        }
        page.open("table", "class", "matrix").open("thead").open("tr").element("th", "scenario", "scope", "col");
        stores.forEach(store -> page.element("th", store, "scope", "col"));
        page.close("tr").close("thead").open("tbody");
        for (List<Entry> row : rows.values()) {
            RunRecord run = row.get(0).run();
            page.open("tr").open("td").text(run.scenario().title());
            page.element("small", run.scenario().name() + (run.scenario().control() ? " · control" : ""))
                    .close("td");
            for (String store : stores) {
                page.open("td");
                row.stream()
                        .filter(entry -> entry.run().subject().store().equals(store))
                        .forEach(entry -> cell(page, entry));
                page.close("td");
            }
            page.close("tr");
        }
        page.close("tbody").close("table");
    }

    private static void cell(Markup page, Entry entry) {
        String word = entry.verdict().word().name();
        page.open(
                "a",
                "class",
                "cell " + word.toLowerCase(Locale.ROOT),
                "href",
                entry.link(),
                "title",
                entry.verdict().sentence());
        page.element("b", word);
        if (!entry.verdict().asExpected()) {
            page.element("small", "expected " + entry.run().scenario().expectedWords(), "class", "off");
        }
        page.element("small", RecipeResults.words(entry.run(), entry.verdict()));
        page.close("a");
    }
}
