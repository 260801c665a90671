package dev.holdfast.reports.check;

import static dev.holdfast.reports.check.Judging.figure;
import static dev.holdfast.reports.check.Judging.judge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.Story;
import dev.holdfast.reports.history.RunPhase;
import dev.holdfast.reports.run.Bounds;
import org.junit.jupiter.api.Test;

class LivenessTest {
    private static Story story() {
        return new Story()
                .acquire(1, 2, "a", 1)
                .fault(10, 1000, true)
                .acquire(11, 12, "a", 2)
                .acquire(1100, 1150, "a", 3)
                .phase(1200, RunPhase.FINAL);
    }

    @Test
    void work_recovery_and_the_longest_standstill_are_measured() {
        CheckResult result = judge("progress", story(), Story.run(Bounds.none(), "lock"));
        assertThat(result.outcome()).isEqualTo(CheckOutcome.VALID);
        assertThat(figure(result, "lock-ok-before")).isEqualTo(1);
        assertThat(figure(result, "lock-ok-during")).isEqualTo(1);
        assertThat(figure(result, "lock-ok-after")).isEqualTo(1);
        assertThat(figure(result, "lock-recovery")).isEqualTo(150);
        assertThat(figure(result, "lock-unavailable")).isEqualTo(1138);
    }

    @Test
    void recovery_at_the_bound_is_valid_and_beyond_it_is_not() {
        assertThat(judge("progress", story(), Story.run(Bounds.none().with("recoveryMsMax", 150)))
                        .isInvalid())
                .isFalse();
        assertThat(judge("progress", story(), Story.run(Bounds.none().with("recoveryMsMax", 149)))
                        .isInvalid())
                .isTrue();
    }

    @Test
    void no_work_after_the_fault_is_a_violation() {
        Story story = new Story().acquire(1, 2, "a", 1).fault(10, 1000, true);
        assertThat(judge("progress", story).isInvalid()).isTrue();
    }

    @Test
    void a_standstill_beyond_its_bound_is_degraded() {
        assertThat(judge("progress", story(), Story.run(Bounds.none().with("unavailabilityMsMax", 1138)))
                        .signals())
                .isEmpty();
        CheckResult result = judge("progress", story(), Story.run(Bounds.none().with("unavailabilityMsMax", 1137)));
        assertThat(result.has(Signal.Kind.DEGRADED)).isTrue();
        assertThat(result.isInvalid()).isFalse();
    }

    @Test
    void too_little_work_is_vacuous() {
        assertThat(judge("progress", story(), Story.run(Bounds.none().with("operationsMin", 3)))
                        .signals())
                .isEmpty();
        assertThat(judge("progress", story(), Story.run(Bounds.none().with("operationsMin", 4)))
                        .has(Signal.Kind.VACUOUS))
                .isTrue();
        assertThat(judge("progress", story(), Story.run(Bounds.none(), "lock", "config"))
                        .has(Signal.Kind.VACUOUS))
                .isTrue();
        assertThat(judge("progress", new Story().fault(1, 2, true)).has(Signal.Kind.VACUOUS))
                .isTrue();
    }

    @Test
    void a_proved_fault_counts_and_any_other_is_vacuous() {
        assertThat(judge("effect", story()).outcome()).isEqualTo(CheckOutcome.VALID);
        assertThat(judge("effect", new Story().fault(1, 2, false)).has(Signal.Kind.VACUOUS))
                .isTrue();
        assertThat(judge("effect", new Story()).has(Signal.Kind.VACUOUS)).isTrue();
    }

    @Test
    void a_check_that_throws_is_undecided() {
        Story story = new Story().note(1, "w", "watched", "config:k", Story.values("value", 7));
        CheckResult result = judge("config-watch", story);
        assertThat(result.outcome()).isEqualTo(CheckOutcome.UNKNOWN);
        assertThat(result.reason()).contains("the check failed");
    }
}
