package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final String A = "_c_a-lock-0000000001";
    private static final String B = "_c_b-lock-0000000002";
    private static final String C = "_c_c-lock-0000000003";

    private static QueueNode node(String name) {
        return QueueNode.parse(name).orElseThrow();
    }

    @Test
    void the_lowest_sequence_is_the_head() {
        assertThat(Standing.of(node(A), List.of(C, A, B))).isEqualTo(new Standing.Head());
    }

    @Test
    void the_second_follows_the_head() {
        assertThat(Standing.of(node(B), List.of(C, A, B))).isEqualTo(new Standing.Behind(node(A), true));
    }

    @Test
    void the_third_waits_for_the_second_which_is_not_known_to_be_the_head_later() {
        assertThat(Standing.of(node(C), List.of(C, A, B))).isEqualTo(new Standing.Behind(node(B), false));
    }

    @Test
    void a_node_that_is_not_there_is_missing_whoever_else_is() {
        assertThat(Standing.of(node(B), List.of(A, C))).isEqualTo(new Standing.Missing());
        assertThat(Standing.of(node(B), List.of())).isEqualTo(new Standing.Missing());
    }
}
