package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final String A = "_c_a-lock-0000000001";
    private static final String B = "_c_b-lock-0000000002";
    private static final String C = "_c_c-lock-0000000003";

    private static final String D = "_c_d-lock-0000000004";

    @Test
    void the_lowest_sequence_is_the_head() {
        assertThat(Standing.of(A, List.of(C, A, B), 1)).isEqualTo(new Standing.Front(""));
    }

    @Test
    void the_second_is_next_when_the_head_goes() {
        assertThat(Standing.of(B, List.of(C, A, B), 1)).isEqualTo(new Standing.Behind(A, List.of(A), true));
    }

    @Test
    void the_third_waits_for_the_second_which_is_not_known_to_be_the_head_later() {
        assertThat(Standing.of(C, List.of(C, A, B), 1)).isEqualTo(new Standing.Behind(B, List.of(B), false));
    }

    @Test
    void with_two_seats_the_second_is_in_front_and_knows_who_is_before_it() {
        assertThat(Standing.of(B, List.of(C, A, B), 2)).isEqualTo(new Standing.Front(A));
    }

    @Test
    void with_two_seats_the_third_is_next_whichever_of_the_two_goes() {
        assertThat(Standing.of(C, List.of(C, A, B), 2)).isEqualTo(new Standing.Behind(B, List.of(A, B), true));
    }

    @Test
    void with_two_seats_the_fourth_watches_the_two_before_it_and_leaves_the_first_to_others() {
        assertThat(Standing.of(D, List.of(D, C, A, B), 2)).isEqualTo(new Standing.Behind(C, List.of(B, C), false));
    }

    @Test
    void a_node_that_is_not_there_is_missing_whoever_else_is() {
        assertThat(Standing.of(B, List.of(A, C), 1)).isEqualTo(new Standing.Missing());
        assertThat(Standing.of(B, List.of(), 1)).isEqualTo(new Standing.Missing());
    }
}
