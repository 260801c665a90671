package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SweepTest {

    @Test
    void the_steps_that_found_no_key_are_read_from_the_problem() {
        String problem = """
                {"Results":null,"Errors":[{"OpIndex":0,"What":"key \\"a\\" doesn't exist"},
                {"OpIndex":3,"What":"key \\"b\\" doesn't exist"},{"OpIndex":4,"What":"something else"}],
                "Index":0,"LastContact":0,"KnownLeader":true}""";

        assertThat(Sweep.missingSteps(problem)).containsExactly(0, 3);
    }

    @Test
    void a_problem_that_is_not_understood_says_nothing() {
        assertThat(Sweep.missingSteps("gibberish")).isEmpty();
    }
}
