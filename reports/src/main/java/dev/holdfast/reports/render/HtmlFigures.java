package dev.holdfast.reports.render;

import java.util.List;
import java.util.Map;

/** The pictures and the table of numbers. */
final class HtmlFigures {
    private HtmlFigures() {}

    static void write(Markup page, JudgedRun judged) {
        if (judged.history().isEmpty()) {
            return;
        }
        Page.section(
                page,
                "What happened",
                "Time runs to the right, in seconds since the run began. The shaded bands are the "
                        + "times in which a fault acted. A bar in a client's row is time in which that client was certain to hold "
                        + "the right, from the answer that granted it to its last question that was answered with yes. Two bars of one name must never overlap; "
                        + "where they do, a red hatched box marks it.");
        legend(
                page,
                List.of(
                        List.of("leader", "leader"),
                        List.of("follower", "follower"),
                        List.of("candidate", "candidate"),
                        List.of("paused", "paused"),
                        List.of("down", "down"),
                        List.of("lock", "holds the lock"),
                        List.of("leads", "leads"),
                        List.of("overlap", "two at once"),
                        List.of("band", "fault")));
        page.open("figure").add(TimelinePicture.draw(judged)).close("figure").close("section");
        Page.section(
                page,
                "Latency and rate",
                "Each dot is one operation that went to the store, placed at its answer; the "
                        + "scale is logarithmic. Below: how many succeeded (filled) and how many did not (line). A gap is a standstill.");
        legend(page, List.of(List.of("ok", "ok"), List.of("fail", "failed for certain"), List.of("info", "unknown")));
        page.open("figure")
                .add(TrafficPicture.latency(judged))
                .add(TrafficPicture.rate(judged))
                .close("figure");
        page.close("section");
        if (!judged.kafka().sends().isEmpty()) {
            kafka(page, judged);
        }
        Page.section(
                page,
                "Numbers",
                "Operations by the time of their call. ‘Unknown’ had no answer: they may have happened. "
                        + "Latencies are of operations that succeeded. ‘Longest standstill’ is the longest time without a success; "
                        + "‘recovery’ counts from the end of the last fault to the next success.");
        Page.table(page, Numbers.HEAD, Numbers.rows(judged), "numbers");
        page.close("section");
    }

    private static void kafka(Markup page, JudgedRun judged) {
        Page.section(
                page,
                "Messages",
                "The bar shows what became of every message that was sent. The stairs show how far each "
                        + "partition was read: a flat step is a standstill, a cross is a poison pill.");
        page.open("p", "class", "legend");
        for (Map.Entry<String, Integer> fate :
                KafkaPicture.fates(judged.kafka()).entrySet()) {
            page.open("span")
                    .open("i", "class", KafkaPicture.style(fate.getKey()))
                    .close("i");
            page.text(fate.getKey() + " " + Numbers.count(fate.getValue())).close("span");
        }
        page.close("p");
        page.open("figure").add(KafkaPicture.bar(judged));
        if (!judged.kafka().delivered().isEmpty()) {
            page.add(KafkaPicture.staircase(judged));
        }
        page.close("figure").close("section");
    }

    private static void legend(Markup page, List<List<String>> items) {
        page.open("p", "class", "legend");
        for (List<String> item : items) {
            page.open("span")
                    .open("i", "class", "key-" + item.get(0))
                    .close("i")
                    .text(item.get(1))
                    .close("span");
        }
        page.close("p");
    }
}
