package dev.holdfast.reports.check;

import static dev.holdfast.reports.check.Judging.figure;
import static dev.holdfast.reports.check.Judging.invalid;
import static dev.holdfast.reports.check.Judging.judge;
import static dev.holdfast.reports.check.Judging.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.Story;
import dev.holdfast.reports.history.Outcome;
import dev.holdfast.reports.run.Bounds;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.run.WatchClaim;
import org.junit.jupiter.api.Test;

class ConfigWatchTest {
    private static final String ID = "config-watch";

    private static Story puts() {
        return new Story().put(1, 2, "a", 1).put(3, 4, "b", 2).put(5, 6, "c", 3);
    }

    private static RunRecord every() {
        RunRecord run = Story.run(Bounds.none());
        return new RunRecord(
                run.schema(),
                run.id(),
                1,
                run.startedAt(),
                0,
                "0",
                "c",
                run.host(),
                run.scenario(),
                run.subject(),
                run.faults(),
                WatchClaim.EVERY,
                run.notes(),
                "");
    }

    @Test
    void a_watcher_may_skip_values_but_not_the_last() {
        Story story = puts().watched(2, "w", "a", 1).watched(7, "w", "c", 3).finalRead(9, "w", "c", 3);
        valid(ID, story);
        assertThat(figure(judge(ID, story), "coalesced")).isEqualTo(1);
    }

    @Test
    void a_watcher_that_claims_every_value_must_not_skip_one() {
        Story story = puts().watched(2, "w", "a", 1).watched(7, "w", "c", 3).finalRead(9, "w", "c", 3);
        assertThat(judge(ID, story, every()).isInvalid()).isTrue();
    }

    @Test
    void a_watcher_that_missed_the_last_value_is_a_violation() {
        invalid(ID, puts().watched(2, "w", "a", 1).finalRead(9, "w", "c", 3), "still had the value 'a'");
    }

    @Test
    void a_watcher_that_saw_nothing_is_a_violation() {
        invalid(ID, puts().finalRead(9, "w", "c", 3), "never saw a value");
    }

    @Test
    void a_revision_that_goes_back_is_a_violation_unless_the_epoch_changed() {
        invalid(
                ID,
                puts().watched(4, "w", "b", 2)
                        .watched(5, "w", "a", 1)
                        .watched(7, "w", "c", 3)
                        .finalRead(9, "w", "c", 3),
                "after revision 2");
        valid(
                ID,
                puts().watched(5, "w", "b", 20)
                        .note(
                                7,
                                "w",
                                "watched",
                                "config:k",
                                Story.values("value", "c", "revision", 3, "present", true, "epochChanged", true))
                        .finalRead(9, "w", "c", 3));
    }

    @Test
    void a_value_that_nobody_put_is_a_violation() {
        invalid(
                ID,
                puts().watched(5, "w", "ghost", 2).watched(7, "w", "c", 3).finalRead(9, "w", "c", 3),
                "nobody had put");
    }

    @Test
    void a_final_read_of_a_replaced_value_is_a_violation() {
        invalid(ID, puts().watched(5, "w", "b", 2).finalRead(9, "w", "b", 2), "had been acknowledged");
    }

    @Test
    void a_put_without_an_answer_may_be_the_last_value() {
        valid(
                ID,
                new Story()
                        .put(1, 2, "a", 1)
                        .op(3, 4, Outcome.INFO, "writer", "put", "config:k", Story.values("value", "b"), Story.values())
                        .watched(6, "w", "b", 2)
                        .finalRead(9, "w", "b", 2));
    }

    @Test
    void a_watcher_without_a_final_read_is_undecided() {
        assertThat(judge(ID, puts().watched(7, "w", "c", 3)).outcome()).isEqualTo(CheckOutcome.UNKNOWN);
    }
}
