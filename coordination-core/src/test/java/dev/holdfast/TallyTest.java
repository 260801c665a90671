package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Tally.Fate;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Tally NONE = Tally.of("it", Optional.empty());

    private static Tally stored(Tally tally, long revision) {
        return Tally.of("it", Optional.of(new Entry("it", tally.bytes(), revision)));
    }

    @Test
    void what_is_stored_is_read_back() {
        Tally tally = NONE.plus(7, "a-1").plus(-9, "b-1").at(12);

        assertThat(stored(tally, 12)).isEqualTo(tally);
        assertThat(tally.value()).isEqualTo(-2);
        assertThat(tally.unchanged()).isEqualTo(new WriteCondition.AtRevision(12));
        assertThat(NONE.unchanged()).isEqualTo(new WriteCondition.Absent());
    }

    @Test
    void what_is_no_counter_is_refused() {
        for (String text : new String[] {"", "7", "x a-1", "7  a-1", "7 A"}) {
            Entry entry = new Entry("it", text.getBytes(StandardCharsets.UTF_8), 1);
            assertThatThrownBy(() -> Tally.of("it", Optional.of(entry)))
                    .as(text)
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void while_nothing_has_changed_the_fate_is_open() {
        Tally base = NONE.plus(1, "b-1").at(5);

        assertThat(base.fate("a-1", base)).isEqualTo(Fate.OPEN);
        assertThat(NONE.fate("a-1", NONE)).isEqualTo(Fate.OPEN);
    }

    @Test
    void an_operation_that_was_applied_is_seen_behind_fifteen_others() {
        Tally base = NONE.plus(1, "b-1").at(5);
        Tally later = base.plus(1, "a-1").at(6);
        for (int i = 2; i <= 16; i++) {
            later = later.plus(1, "b-" + i).at(5 + i);
            assertThat(base.fate("a-1", later)).isEqualTo(Fate.APPLIED);
        }
        later = later.plus(1, "b-17").at(30);

        assertThat(base.fate("a-1", later)).isEqualTo(Fate.UNKNOWN);
    }

    @Test
    void an_operation_whose_place_was_taken_is_refused_for_as_long_as_that_is_remembered() {
        Tally base = NONE.plus(1, "b-1").at(5);
        Tally later = base;
        for (int i = 2; i <= 16; i++) {
            later = later.plus(1, "b-" + i).at(5 + i);
            assertThat(base.fate("a-1", later)).isEqualTo(Fate.REFUSED);
        }
        later = later.plus(1, "b-17").at(30);

        assertThat(base.fate("a-1", later)).isEqualTo(Fate.UNKNOWN);
    }

    @Test
    void an_operation_that_was_to_be_the_first_is_judged_by_whether_all_are_remembered() {
        Tally later = NONE;
        for (int i = 1; i <= 15; i++) {
            later = later.plus(1, "b-" + i).at(i);
            assertThat(NONE.fate("a-1", later)).isEqualTo(Fate.REFUSED);
        }
        later = later.plus(1, "b-16").at(16);

        assertThat(NONE.fate("a-1", later)).isEqualTo(Fate.UNKNOWN);
        assertThat(later.fate("a-1", NONE)).as("removed by somebody").isEqualTo(Fate.UNKNOWN);
    }
}
