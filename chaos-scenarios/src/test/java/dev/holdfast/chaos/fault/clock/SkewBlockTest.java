package dev.holdfast.chaos.fault.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SkewBlockTest {

    private static final Shift BEHIND = new Shift(Duration.ofMillis(-1500), Set.of(ClockId.CLOCK_REALTIME));
    private static final Shift MONOTONIC = new Shift(Duration.ofSeconds(7), Set.of(ClockId.CLOCK_MONOTONIC));

    @Test
    void offsets_of_several_experiments_add_up_for_each_clock() {
        SkewBlock both = SkewBlock.NONE.plus(BEHIND).plus(BEHIND).plus(MONOTONIC);

        assertThat(both.shifts()).isEqualTo(3);
        assertThat(both.realtime()).isEqualTo(Duration.ofSeconds(-3));
        assertThat(both.offsets().get(ClockId.CLOCK_MONOTONIC.number())).isEqualTo(Duration.ofSeconds(7));
        assertThat(both.offsets().get(ClockId.CLOCK_BOOTTIME.number())).isZero();
    }

    @Test
    void each_experiment_takes_its_own_offset_away() {
        SkewBlock left = SkewBlock.NONE.plus(BEHIND).plus(MONOTONIC).minus(BEHIND);

        assertThat(left).isEqualTo(SkewBlock.NONE.plus(MONOTONIC));
        assertThat(left.minus(MONOTONIC).isNone()).isTrue();
    }

    @Test
    void offsets_that_cancel_each_other_are_still_two_experiments() {
        SkewBlock both = SkewBlock.NONE.plus(BEHIND).plus(BEHIND.reversed());

        assertThat(both.isNone()).isFalse();
        assertThat(both.minus(BEHIND.reversed()).realtime()).isEqualTo(BEHIND.offset());
    }

    @Test
    void what_is_written_is_read_again() {
        SkewBlock block = SkewBlock.NONE.plus(BEHIND).plus(MONOTONIC);

        assertThat(SkewBlock.read(block.bytes(), 0)).isEqualTo(block);
        assertThat(SkewBlock.read(new byte[SkewBlock.BYTES], 0)).isEqualTo(SkewBlock.NONE);
    }

    @Test
    void a_clock_carries_its_coarse_twin_with_it() {
        assertThat(BEHIND.of(ClockId.CLOCK_REALTIME_COARSE)).isEqualTo(BEHIND.offset());
        assertThat(BEHIND.of(ClockId.CLOCK_MONOTONIC)).isZero();
        assertThat(MONOTONIC.of(ClockId.CLOCK_MONOTONIC_COARSE)).isEqualTo(MONOTONIC.offset());
    }
}
