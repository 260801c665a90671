package dev.holdfast.chaos.fault.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class VdsoTest {

    private static final Shift HOUR = new Shift(Duration.ofHours(1), Set.of(ClockId.CLOCK_REALTIME));

    private final byte[] kernels = Elf.image();
    private final Vdso vdso = Vdso.parse(kernels);

    @Test
    void functions_are_found_by_their_symbols() {
        assertThat(vdso.entry(Vdso.Function.CLOCK_GETTIME)).isEqualTo(0x400);
        assertThat(vdso.entry(Vdso.Function.GETTIMEOFDAY)).isEqualTo(0x500);
        assertThat(vdso.entry(Vdso.Function.TIME)).isEqualTo(0x600);
    }

    @Test
    void a_shift_changes_the_entries_and_the_unused_end_and_nothing_else() {
        byte[] changed = vdso.with(SkewBlock.NONE.plus(HOUR));

        assertThat(Arrays.copyOf(changed, 0x400)).isEqualTo(Arrays.copyOf(kernels, 0x400));
        for (Vdso.Function function : Vdso.Function.values()) {
            int entry = vdso.entry(function);
            assertThat(changed[entry]).isEqualTo((byte) 0xe9);
            int target = entry
                    + 5
                    + ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).getInt(entry + 1);
            assertThat(target).isEqualTo(0x700 + SkewBlock.stub(function));
            assertThat(Arrays.copyOfRange(changed, entry + 5, entry + 0x100))
                    .isEqualTo(Arrays.copyOfRange(kernels, entry + 5, entry + 0x100));
        }
    }

    @Test
    void the_block_is_read_back_from_a_changed_mapping() {
        SkewBlock block = SkewBlock.NONE.plus(HOUR).plus(HOUR);

        assertThat(vdso.blockIn(vdso.with(block))).isEqualTo(block);
        assertThat(vdso.blockIn(kernels)).isEqualTo(SkewBlock.NONE);
    }

    @Test
    void without_a_shift_the_bytes_are_the_kernels_own() {
        SkewBlock taken = SkewBlock.NONE.plus(HOUR).minus(HOUR);

        assertThat(vdso.with(taken)).isEqualTo(kernels);
    }

    @Test
    void a_mapping_that_somebody_else_has_changed_is_left_alone() {
        byte[] foreign = kernels.clone();
        foreign[0x500] = (byte) 0xcc;

        assertThatThrownBy(() -> vdso.blockIn(foreign)).hasMessageContaining("neither the kernel's nor one");
    }

    @Test
    void another_machine_is_not_supported() {
        byte[] arm = kernels.clone();
        arm[18] = (byte) 183;
        byte[] narrow = kernels.clone();
        narrow[4] = 1;

        assertThatThrownBy(() -> Vdso.parse(arm)).hasMessageContaining("64-bit x86");
        assertThatThrownBy(() -> Vdso.parse(narrow)).hasMessageContaining("64-bit x86");
    }

    @Test
    void a_full_last_page_is_not_supported() {
        byte[] full = kernels.clone();
        full[0x780] = 1;

        assertThatThrownBy(() -> Vdso.parse(full).with(SkewBlock.NONE.plus(HOUR)))
                .hasMessageContaining("has 128 unused bytes, of which " + SkewBlock.BYTES);
    }
}
