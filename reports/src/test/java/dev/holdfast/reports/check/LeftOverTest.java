package dev.holdfast.reports.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.Story;
import dev.holdfast.reports.history.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftOverTest {

    private static CheckResult judge(Values... looks) {
        Story story = new Story();
        for (Values look : looks) {
            story.note(1, "auditor", "left-over", "store", look);
        }
        return Judging.judge("left-over", story);
    }

    @Test
    void nothing_left_is_valid() {
        assertThat(judge(Values.of("sessions", 0).with("entries", 0).with("watches", 0))
                        .outcome())
                .isEqualTo(CheckOutcome.VALID);
    }

    @Test
    void each_kind_that_is_left_is_a_violation_that_names_it() {
        for (String kind : List.of("sessions", "entries", "watches", "threads")) {
            CheckResult result = judge(Values.of(kind, 2).with("names", "a, b"));

            assertThat(result.outcome()).isEqualTo(CheckOutcome.INVALID);
            assertThat(result.violations().get(0).sentence())
                    .contains("2 " + kind)
                    .contains("a, b");
        }
    }

    @Test
    void a_look_that_failed_leaves_it_unknown() {
        assertThat(judge(Values.of("error", "no leader was found")).outcome()).isEqualTo(CheckOutcome.UNKNOWN);
    }

    @Test
    void a_run_in_which_nobody_looked_is_not_judged() {
        assertThat(judge().outcome()).isEqualTo(CheckOutcome.NOT_APPLICABLE);
    }
}
