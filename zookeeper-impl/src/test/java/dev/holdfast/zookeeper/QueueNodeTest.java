package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueueNodeTest {

    private static final String OURS = "_c_3c5e4f5e-3b3a-4bd0-8f58-1f6f3a7b0d11-lock-0000000007";
    private static final String CURATORS = "_c_aaaaaaaa-3b3a-4bd0-8f58-1f6f3a7b0d11-lock-0000000003";
    private static final String KAZOOS = "0d5b2a3c4d5e4f50a1b2c3d4e5f60718__lock__0000000005";

    @Test
    void names_of_ours_of_curator_and_of_kazoo_are_contenders() {
        assertThat(QueueNode.parse(OURS)).contains(new QueueNode(OURS, 7));
        assertThat(QueueNode.parse(CURATORS)).contains(new QueueNode(CURATORS, 3));
        assertThat(QueueNode.parse(KAZOOS)).contains(new QueueNode(KAZOOS, 5));
        assertThat(QueueNode.parse("lock-0000000001")).contains(new QueueNode("lock-0000000001", 1));
    }

    @Test
    void a_queue_below_and_other_nodes_are_no_contenders() {
        for (String other : List.of("42", "lock", "lock-1", "_c_x-lock-", "latch-0000000001", "orders-0000000001")) {
            assertThat(QueueNode.parse(other)).as(other).isEmpty();
        }
    }

    @Test
    void the_sequence_decides_the_order_and_not_the_name() {
        assertThat(QueueNode.queue(List.of(OURS, KAZOOS, "42", CURATORS)))
                .extracting(QueueNode::name)
                .containsExactly(CURATORS, KAZOOS, OURS);
    }

    @Test
    void a_node_is_found_again_by_its_uuid() {
        List<String> children = List.of(KAZOOS, OURS, CURATORS);

        assertThat(QueueNode.find("3c5e4f5e-3b3a-4bd0-8f58-1f6f3a7b0d11", children))
                .map(QueueNode::name)
                .contains(OURS);
        assertThat(QueueNode.find("bbbbbbbb-3b3a-4bd0-8f58-1f6f3a7b0d11", children))
                .isEmpty();
    }

    @Test
    void a_name_near_the_end_of_the_counter_takes_no_place_in_the_order() {
        assertThat(QueueNode.isOrdered(OURS)).isTrue();
        assertThat(QueueNode.isOrdered("_c_x-lock-2146483647")).isTrue();
        assertThat(QueueNode.isOrdered("_c_x-lock-2146483648")).isFalse();
        assertThat(QueueNode.isOrdered("_c_x-lock--2147483648")).isFalse();
    }
}
