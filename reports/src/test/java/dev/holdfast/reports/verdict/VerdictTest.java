package dev.holdfast.reports.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.Story;
import dev.holdfast.reports.check.CheckOutcome;
import dev.holdfast.reports.check.CheckResult;
import dev.holdfast.reports.check.Signal;
import dev.holdfast.reports.check.Violation;
import dev.holdfast.reports.run.Bounds;
import dev.holdfast.reports.run.RunRecord;
import dev.holdfast.reports.run.VerdictWord;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final RunRecord CLAIM = Story.run(Bounds.none(), "lock");
    private static final RunRecord CONTROL = Story.run(
            "etcd",
            "paused-holder",
            true,
            List.of("lock-exclusion"),
            Set.of(VerdictWord.CAUGHT),
            Bounds.none(),
            "lock");

    private static CheckResult check(String id, CheckOutcome outcome, Signal.Kind... kinds) {
        List<Violation> violations =
                outcome == CheckOutcome.INVALID ? List.of(new Violation("It broke.", List.of())) : List.of();
        List<Signal> signals = List.of(kinds).stream()
                .map(kind -> new Signal(kind, "A signal."))
                .toList();
        return new CheckResult(id, id, outcome, "", List.of(), signals, violations.size(), violations);
    }

    private static VerdictWord word(RunRecord run, CheckResult... checks) {
        return Verdict.of(run, List.of(checks)).word();
    }

    private static final CheckResult VALID = check("lock-exclusion", CheckOutcome.VALID);
    private static final CheckResult INVALID = check("lock-exclusion", CheckOutcome.INVALID);
    private static final CheckResult UNKNOWN = check("lock-exclusion", CheckOutcome.UNKNOWN);
    private static final CheckResult OTHER_INVALID = check("fenced-writes", CheckOutcome.INVALID);
    private static final CheckResult VACUOUS = check("effect", CheckOutcome.UNKNOWN, Signal.Kind.VACUOUS);
    private static final CheckResult DEGRADED = check("progress", CheckOutcome.VALID, Signal.Kind.DEGRADED);

    @Test
    void a_claim_is_judged_by_its_worst_check() {
        assertThat(word(CLAIM, VALID)).isEqualTo(VerdictWord.HOLDS);
        assertThat(word(CLAIM, VALID, DEGRADED)).isEqualTo(VerdictWord.DEGRADED);
        assertThat(word(CLAIM, DEGRADED, UNKNOWN)).isEqualTo(VerdictWord.UNKNOWN);
        assertThat(word(CLAIM, UNKNOWN, VACUOUS)).isEqualTo(VerdictWord.VACUOUS);
        assertThat(word(CLAIM, VACUOUS, INVALID)).isEqualTo(VerdictWord.VIOLATED);
        assertThat(word(CLAIM.withError("no server"), INVALID)).isEqualTo(VerdictWord.ERROR);
    }

    @Test
    void a_control_must_be_caught_by_the_check_it_names() {
        assertThat(word(CONTROL, INVALID)).isEqualTo(VerdictWord.CAUGHT);
        assertThat(word(CONTROL, VALID)).isEqualTo(VerdictWord.MISSED);
        assertThat(word(CONTROL, UNKNOWN)).isEqualTo(VerdictWord.UNKNOWN);
        assertThat(word(CONTROL, INVALID, VACUOUS)).isEqualTo(VerdictWord.VACUOUS);
        assertThat(word(CONTROL, INVALID, OTHER_INVALID)).isEqualTo(VerdictWord.VIOLATED);
    }

    @Test
    void a_control_that_names_a_check_that_does_not_exist_is_an_error() {
        RunRecord run =
                Story.run("etcd", "x", true, List.of("no-such"), Set.of(VerdictWord.CAUGHT), Bounds.none(), "lock");
        assertThat(word(run, VALID)).isEqualTo(VerdictWord.ERROR);
    }

    @Test
    void only_a_listed_word_is_as_expected() {
        assertThat(Verdict.of(CLAIM, List.of(VALID)).asExpected()).isTrue();
        assertThat(Verdict.of(CLAIM, List.of(DEGRADED)).asExpected()).isFalse();
        assertThat(Verdict.of(CONTROL, List.of(VALID)).isBroken()).isTrue();
    }
}
