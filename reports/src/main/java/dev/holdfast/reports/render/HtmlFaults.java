package dev.holdfast.reports.render;

import dev.holdfast.reports.run.FaultRequest;

/** The part of the page that says what was broken, and how it is known that it was. */
final class HtmlFaults {
    private static final int MANIFEST_MAX = 8000;

    private HtmlFaults() {}

    static void write(Markup page, JudgedRun judged) {
        Page.section(
                page,
                "Faults as applied",
                "What was asked for, what was done, and the measurement that proves that it "
                        + "reached its target. A fault without proof makes the whole run worthless.");
        if (judged.run().faults().isEmpty()) {
            page.element("p", "No fault was asked for.");
        }
        for (FaultRequest fault : judged.run().faults()) {
            page.element("h3", fault.name());
            Page.facts(page, FaultRows.of(judged, fault));
            for (PairTable pairs : FaultRows.pairs(judged, fault)) {
                page.element("h4", pairs.title());
                Page.table(page, pairs.head(), pairs.rows(), "pairs");
            }
            if (!fault.manifest().isBlank()) {
                String text = fault.manifest();
                page.open("details").element("summary", "Manifest");
                page.element("pre", text.length() > MANIFEST_MAX ? text.substring(0, MANIFEST_MAX) + "\n…" : text);
                page.close("details");
            }
        }
        page.close("section");
    }
}
