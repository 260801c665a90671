package dev.holdfast.reports.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The parts that every page is made of. */
final class Page {
    private Page() {}

    static void start(Markup page, String title, String bodyClass) {
        page.doctype().open("html", "lang", "en").open("head");
        page.single("meta", "charset", "utf-8");
        page.single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.element("title", title);
        page.style(css()).close("head").open("body", "class", bodyClass).open("main");
    }

    static void end(Markup page) {
        page.element("footer", "Holdfast failure-mode report. This file needs no network and no other file.");
        page.close("main").close("body").close("html");
    }

    /** Opens a section, which the caller closes. */
    static void section(Markup page, String title, String explanation) {
        page.open("section").element("h2", title).element("p", explanation, "class", "explain");
    }

    /** Writes rows of a name and a value. */
    static void facts(Markup page, List<List<String>> rows) {
        page.open("dl");
        rows.forEach(row -> page.element("dt", row.get(0)).element("dd", row.get(1)));
        page.close("dl");
    }

    static void table(Markup page, List<String> head, List<List<String>> rows, String style) {
        page.open("table", "class", style).open("thead").open("tr");
        head.forEach(cell -> page.element("th", cell, "scope", "col"));
        page.close("tr").close("thead").open("tbody");
        for (List<String> row : rows) {
            page.open("tr", "class", row.get(0).isEmpty() ? "more" : "");
            row.forEach(cell -> page.element("td", cell));
            page.close("tr");
        }
        page.close("tbody").close("table");
    }

    private static String css() {
        try (InputStream in = Page.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing beside " + Page.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("read report.css: no page was written", e);
        }
    }
}
