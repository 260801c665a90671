package dev.holdfast.reports.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.Story;
import dev.holdfast.reports.run.Bounds;
import dev.holdfast.reports.run.RunRecord;

/** Asks one check about one story. */
final class Judging {
    private Judging() {}

    static CheckResult judge(String id, Story story, RunRecord run) {
        return Checks.judge(story.history(), run).stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    static CheckResult judge(String id, Story story) {
        return judge(id, story, Story.run(Bounds.none()));
    }

    static void valid(String id, Story story) {
        CheckResult result = judge(id, story);
        assertThat(result.outcome()).as(result.toString()).isEqualTo(CheckOutcome.VALID);
    }

    static void invalid(String id, Story story, String words) {
        CheckResult result = judge(id, story);
        assertThat(result.outcome()).as(result.toString()).isEqualTo(CheckOutcome.INVALID);
        assertThat(result.violations().get(0).sentence()).contains(words);
        assertThat(result.violations())
                .allSatisfy(
                        violation -> assertThat(violation.events()).isNotEmpty().hasSizeLessThanOrEqualTo(20));
    }

    static double figure(CheckResult result, String name) {
        return result.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
