package dev.holdfast.reports.check;

import static dev.holdfast.reports.check.Judging.invalid;
import static dev.holdfast.reports.check.Judging.valid;

import dev.holdfast.reports.Story;
import org.junit.jupiter.api.Test;

class TokensTest {
    @Test
    void rising_tokens_are_valid() {
        valid("lock-token-order", new Story().acquire(1, 2, "a", 1).acquire(3, 4, "b", 2));
    }

    @Test
    void concurrent_grants_may_have_tokens_in_either_order() {
        valid("lock-token-order", new Story().acquire(1, 5, "a", 2).acquire(5, 8, "b", 1));
    }

    @Test
    void a_lower_token_after_a_higher_is_a_violation() {
        invalid("lock-token-order", new Story().acquire(1, 2, "a", 2).acquire(3, 4, "b", 1), "got the lower token 1");
    }

    @Test
    void one_token_for_two_grants_is_a_violation() {
        invalid(
                "election-token-order",
                new Story().campaign(1, 4, "a", 2).campaign(2, 3, "b", 2),
                "given to two grants");
    }

    @Test
    void a_refused_stale_write_is_valid() {
        valid(
                "fenced-writes",
                new Story()
                        .write(1, 2, "a", 1, true, 1)
                        .write(3, 4, "b", 2, true, 2)
                        .write(5, 6, "a", 1, false, 0));
    }

    @Test
    void an_accepted_stale_write_is_a_violation() {
        invalid(
                "fenced-writes",
                new Story()
                        .write(1, 2, "a", 1, true, 1)
                        .write(3, 4, "b", 2, true, 2)
                        .write(5, 6, "a", 1, true, 3),
                "'a' wrote to 'ledger:x' with the stale token 1");
    }

    @Test
    void a_stale_write_that_the_resource_placed_earlier_is_still_seen_by_the_clock() {
        invalid(
                "fenced-writes",
                new Story().write(3, 4, "b", 2, true, 2).write(5, 6, "a", 1, true, 1),
                "had acknowledged token 2");
    }

    @Test
    void one_position_for_two_writes_is_a_violation() {
        invalid(
                "fenced-writes",
                new Story().write(1, 2, "a", 1, true, 1).write(3, 4, "b", 2, true, 1),
                "to two writes");
    }

    @Test
    void observers_that_agree_are_valid() {
        valid(
                "election-agreement",
                new Story()
                        .campaign(1, 2, "a", 1)
                        .note(3, "o", "observed", "election:e", Story.values("leader", "a", "token", 1)));
    }

    @Test
    void two_leaders_of_one_token_are_a_violation() {
        invalid(
                "election-agreement",
                new Story()
                        .campaign(1, 2, "a", 1)
                        .note(3, "o", "observed", "election:e", Story.values("leader", "b", "token", 1)),
                "names two leaders");
    }

    @Test
    void an_observer_that_goes_back_is_a_violation() {
        invalid(
                "election-agreement",
                new Story()
                        .note(3, "o", "observed", "election:e", Story.values("leader", "b", "token", 2))
                        .note(4, "o", "observed", "election:e", Story.values("leader", "a", "token", 1)),
                "saw token 1");
    }
}
