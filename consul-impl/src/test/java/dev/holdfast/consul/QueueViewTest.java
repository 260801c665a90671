package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.consul.QueueView.Behind;
import dev.holdfast.consul.QueueView.Gone;
import dev.holdfast.consul.QueueView.Seat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.kiwiproject.consul.model.kv.ImmutableValue;
import org.kiwiproject.consul.model.kv.Value;

class QueueViewTest {

    private static final String PREFIX = "ns/lock/a/";

    private static Value value(String key, long createIndex, String session) {
        return ImmutableValue.builder()
                .key(key)
                .createIndex(createIndex)
                .modifyIndex(createIndex)
                .lockIndex(1)
                .flags(0)
                .value("aGk=")
                .session(Optional.ofNullable(session.isEmpty() ? null : session))
                .build();
    }

    private static QueueView of(Value... values) {
        return QueueView.of(PREFIX, List.of(values));
    }

    @Test
    void the_order_is_that_of_the_create_index_whatever_the_keys() {
        QueueView view =
                of(value(PREFIX + "x", 30, "s3"), value(PREFIX + "z", 10, "s1"), value(PREFIX + "y", 20, "s2"));

        assertThat(view.seats()).extracting(Seat::token).containsExactly(10L, 20L, 30L);
        assertThat(view.seats().get(0).label()).isEqualTo("hi");
    }

    @Test
    void nobody_is_before_the_head() {
        assertThat(of(value(PREFIX + "x", 10, "s")).standingOf(PREFIX + "x", "s"))
                .isInstanceOfSatisfying(Behind.class, at -> {
                    assertThat(at.before()).isEmpty();
                    assertThat(at.predecessor()).isEmpty();
                    assertThat(at.isAmong(1)).isTrue();
                });
    }

    @Test
    void the_predecessor_is_the_greatest_create_index_below_the_own() {
        QueueView view =
                of(value(PREFIX + "x", 10, "s1"), value(PREFIX + "y", 20, "s2"), value(PREFIX + "z", 30, "s3"));

        assertThat(view.standingOf(PREFIX + "z", "s3")).isInstanceOfSatisfying(Behind.class, behind -> {
            assertThat(behind.predecessor()).map(Seat::key).contains(PREFIX + "y");
            assertThat(behind.isAmong(2)).isFalse();
            assertThat(behind.isAmong(3)).isTrue();
        });
    }

    @Test
    void the_key_of_the_head_is_no_entry() {
        QueueView view = of(value(PREFIX + ".lock", 5, "s1"), value(PREFIX + "x", 10, "s2"));

        assertThat(view.seats()).extracting(Seat::key).containsExactly(PREFIX + "x");
    }

    @Test
    void an_entry_of_another_session_or_of_none_is_not_the_own() {
        assertThat(of(value(PREFIX + "x", 10, "other")).standingOf(PREFIX + "x", "s"))
                .isInstanceOf(Gone.class);
        assertThat(of(value(PREFIX + "x", 10, "")).standingOf(PREFIX + "x", "s"))
                .isInstanceOf(Gone.class);
        assertThat(of().standingOf(PREFIX + "x", "s")).isInstanceOf(Gone.class);
    }

    @Test
    void keys_that_nobody_holds_and_queues_further_down_do_not_count() {
        QueueView view =
                of(value(PREFIX + "stray", 5, ""), value(PREFIX + "b/x", 6, "s1"), value(PREFIX + "x", 10, "s2"));

        assertThat(view.seats()).extracting(Seat::key).containsExactly(PREFIX + "x");
    }

    @Test
    void a_key_that_was_written_and_read_in_one_transaction_counts_once() {
        QueueView view = of(value(PREFIX + "x", 10, "s"), value(PREFIX + "x", 10, "s"));

        assertThat(view.seats()).hasSize(1);
    }
}
