package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamOrderTest {

    private final StreamOrder order = new StreamOrder();

    private void hear(int responses) {
        for (int i = 0; i < responses; i++) {
            order.heard();
        }
    }

    @Test
    void a_watch_is_not_known_to_be_in_order_before_progress_was_told_after_its_creation() {
        order.asked();
        long mark = order.mark();
        order.answered();

        assertThat(order.covers(mark)).isFalse();
        order.asked();
        assertThat(order.covers(mark)).isFalse();
        order.answered();
        assertThat(order.covers(mark)).isTrue();
    }

    @Test
    void an_answer_is_taken_for_that_of_the_oldest_request_as_one_may_have_got_none() {
        order.asked();
        long mark = order.mark();
        order.asked();
        order.answered();

        assertThat(order.covers(mark)).isFalse();
        order.answered();
        assertThat(order.covers(mark)).isTrue();
    }

    @Test
    void a_member_whose_buffer_may_have_been_full_since_is_not_trusted() {
        long mark = order.mark();
        order.asked();
        order.answered();
        hear(99);

        assertThat(order.covers(mark)).isTrue();
        hear(1);
        assertThat(order.covers(mark)).isFalse();
    }

    @Test
    void responses_count_from_when_progress_was_asked_for_not_from_when_it_was_told() {
        long mark = order.mark();
        order.asked();
        hear(100);
        order.answered();

        assertThat(order.covers(mark)).isFalse();
    }

    @Test
    void an_answer_that_nobody_asked_for_says_nothing() {
        long mark = order.mark();
        order.answered();

        assertThat(order.covers(mark)).isFalse();
    }
}
