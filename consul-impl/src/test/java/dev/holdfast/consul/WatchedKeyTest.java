package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.EntryState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kiwiproject.consul.model.kv.ImmutableValue;
import org.kiwiproject.consul.model.kv.Value;

class WatchedKeyTest {

    private final List<EntryState> told = new ArrayList<>();
    private final List<Long> confirmed = new ArrayList<>();
    private final WatchedKey watched = new WatchedKey("k", new EntryListener() {
        @Override
        public void changed(EntryState state) {
            told.add(state);
        }

        @Override
        public void confirmed(long atNanos) {
            confirmed.add(atNanos);
        }
    });

    private static Answer<List<Value>> present(long createIndex, long modifyIndex) {
        Value value = ImmutableValue.builder()
                .key("ns/k")
                .createIndex(createIndex)
                .modifyIndex(modifyIndex)
                .lockIndex(0)
                .flags(0)
                .value("aGk=")
                .build();
        return new Answer<>(Answer.OK, List.of(value), "", modifyIndex, 1);
    }

    private static Answer<List<Value>> absent(long index) {
        return new Answer<>(Answer.NOT_FOUND, null, "", index, 2);
    }

    @Test
    void the_same_state_is_told_once_and_confirmed_each_time() {
        watched.told(present(5, 5), false);
        watched.told(present(5, 5), false);

        assertThat(told).hasSize(1);
        assertThat(confirmed).hasSize(2);
    }

    @Test
    void absence_is_a_state_with_a_revision_and_unrelated_writes_do_not_repeat_it() {
        watched.told(present(5, 5), false);
        watched.told(absent(9), false);
        watched.told(absent(12), false);
        watched.told(present(14, 14), false);

        assertThat(told).extracting(EntryState::revision).containsExactly(5L, 9L, 14L);
        assertThat(told.get(1).entry()).isEmpty();
    }

    @Test
    void a_value_that_was_deleted_and_made_again_is_another_one() {
        watched.told(present(5, 5), false);
        watched.told(present(8, 8), false);

        assertThat(told).hasSize(2);
    }

    @Test
    void a_position_that_went_back_is_told_as_a_new_epoch_once() {
        watched.told(present(5, 50), false);
        watched.told(present(5, 5), true);
        watched.told(present(5, 6), false);

        assertThat(told).extracting(EntryState::epochChanged).containsExactly(false, true, false);
    }
}
