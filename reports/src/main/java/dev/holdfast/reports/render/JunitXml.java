package dev.holdfast.reports.render;

import dev.holdfast.reports.verdict.Verdict;
import java.util.List;

/** The matrix as one JUnit file, for build servers. A run that is not as expected is a failure. */
public final class JunitXml {
    private JunitXml() {}

    public static String render(List<IndexPage.Entry> entries) {
        long failures =
                entries.stream().filter(entry -> entry.verdict().isBroken()).count();
        Markup xml = new Markup();
        xml.open(
                "testsuite",
                "name",
                "holdfast-chaos",
                "tests",
                Integer.toString(entries.size()),
                "failures",
                Long.toString(failures));
        for (IndexPage.Entry entry : entries) {
            Verdict verdict = entry.verdict();
            xml.open(
                    "testcase",
                    "classname",
                    "chaos." + entry.run().subject().store(),
                    "name",
                    entry.run().scenario().name());
            if (verdict.isBroken()) {
                xml.element(
                        "failure",
                        verdict.sentence(),
                        "message",
                        verdict.word() + ", expected " + entry.run().scenario().expectedWords());
            }
            xml.close("testcase");
        }
        return xml.close("testsuite").toString();
    }
}
