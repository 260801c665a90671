package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TxnRefusalTest {

    @Test
    void the_steps_that_found_no_key_are_read_from_the_problem() {
        String problem = """
                {"Results":null,"Errors":[{"OpIndex":0,"What":"key \\"a\\" doesn't exist"},
                {"OpIndex":3,"What":"key \\"b\\" doesn't exist"},{"OpIndex":4,"What":"something else"}],
                "Index":0,"LastContact":0,"KnownLeader":true}""";

        assertThat(TxnRefusal.of(problem).missing()).containsExactly(0, 3);
    }

    @Test
    void a_problem_that_is_not_understood_says_nothing() {
        assertThat(TxnRefusal.of("gibberish").steps()).isEmpty();
    }

    @Test
    void each_step_that_failed_is_told_with_its_reason() {
        TxnRefusal refusal = TxnRefusal.of("""
                {"Results":null,"Errors":[{"OpIndex":2,"What":"failed to lock key \\"q/.lock\\" due to lock delay"}]}""");

        assertThat(refusal.concerns(step -> step < 2)).isFalse();
        assertThat(refusal.concerns(step -> step == 2)).isTrue();
        assertThat(refusal.says("lock delay")).isTrue();
        assertThat(refusal.says("already held")).isFalse();
    }
}
