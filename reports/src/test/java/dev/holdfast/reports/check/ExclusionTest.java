package dev.holdfast.reports.check;

import static dev.holdfast.reports.check.Judging.figure;
import static dev.holdfast.reports.check.Judging.invalid;
import static dev.holdfast.reports.check.Judging.judge;
import static dev.holdfast.reports.check.Judging.valid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.reports.Story;
import dev.holdfast.reports.history.Outcome;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExclusionTest {
    private static final String LOCK = "lock:x";

    @Test
    void one_holder_after_the_other_is_valid() {
        valid(
                "lock-exclusion",
                new Story()
                        .acquire(1, 2, "a", 1)
                        .check(9, "a", LOCK, 1, true)
                        .acquire(3, 10, "b", 2)
                        .check(15, "b", LOCK, 2, true));
    }

    @Test
    void zones_that_only_touch_are_valid() {
        valid(
                "lock-exclusion",
                new Story()
                        .acquire(1, 2, "a", 1)
                        .check(10, "a", LOCK, 1, true)
                        .acquire(3, 10, "b", 2)
                        .check(15, "b", LOCK, 2, true));
    }

    @Test
    void two_holders_at_once_are_a_violation_with_its_length_and_a_small_witness() {
        Story story = new Story()
                .acquire(1, 2, "a", 1)
                .check(12, "a", LOCK, 1, true)
                .acquire(3, 10, "b", 2)
                .check(15, "b", LOCK, 2, true);
        invalid("lock-exclusion", story, "both held 'lock:x' for at least 2.00 ms");
        CheckResult result = judge("lock-exclusion", story);
        assertThat(figure(result, "overlap-max")).isEqualTo(2.0);
        assertThat(result.violations().get(0).events()).hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void a_holder_that_no_longer_believes_is_no_overlap() {
        valid(
                "lock-exclusion",
                new Story()
                        .acquire(1, 2, "a", 1)
                        .check(9, "a", LOCK, 1, true)
                        .check(12, "a", LOCK, 1, false)
                        .acquire(3, 10, "b", 2)
                        .check(15, "b", LOCK, 2, true));
    }

    @Test
    void an_acquire_that_never_answered_holds_nothing() {
        valid(
                "lock-exclusion",
                new Story()
                        .call(0, "c", "acquire", LOCK, Story.values())
                        .op(0, 3, Outcome.INFO, "d", "acquire", LOCK, Story.values(), Story.values())
                        .acquire(1, 2, "a", 1)
                        .check(9, "a", LOCK, 1, true));
    }

    @Test
    void validity_that_comes_back_is_a_violation() {
        invalid(
                "lock-exclusion",
                new Story().acquire(1, 2, "a", 1).check(3, "a", LOCK, 1, false).check(4, "a", LOCK, 1, true),
                "after it had answered that it no longer does");
    }

    @Test
    void elections_are_judged_apart_from_locks() {
        Story story = new Story()
                .campaign(1, 2, "a", 1)
                .check(12, "a", "election:e", 1, true)
                .campaign(3, 10, "b", 2)
                .check(15, "b", "election:e", 2, true);
        invalid("election-exclusion", story, "both held 'election:e'");
        assertThat(judge("lock-exclusion", story).outcome()).isEqualTo(CheckOutcome.NOT_APPLICABLE);
    }

    @Test
    void the_sweep_agrees_with_comparing_every_pair() {
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            Story story = new Story();
            int grants = 1 + random.nextInt(7);
            for (int token = 1; token <= grants; token++) {
                int from = random.nextInt(40);
                story.acquire(from, from, "p" + token, token);
                story.check(from + random.nextInt(12), "p" + token, LOCK, token, true);
            }
            List<HeldZone> zones = HeldZone.of(story.history(), "lock");
            long longest = MutualExclusion.overlaps(zones).stream()
                    .mapToLong(MutualExclusion.Overlap::nanos)
                    .max()
                    .orElse(0);
            assertThat(longest).as("seed %d", seed).isEqualTo(bruteForce(zones));
        }
    }

    private static long bruteForce(List<HeldZone> zones) {
        long longest = 0;
        for (HeldZone a : zones) {
            for (HeldZone b : zones) {
                if (a.token() != b.token()) {
                    longest = Math.max(longest, Math.min(a.to(), b.to()) - Math.max(a.from(), b.from()));
                }
            }
        }
        return longest;
    }
}
