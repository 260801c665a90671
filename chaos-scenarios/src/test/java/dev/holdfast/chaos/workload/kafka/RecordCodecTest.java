package dev.holdfast.chaos.workload.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordCodecTest {

    @Test
    void an_encoded_id_is_read_back() {
        assertThat(RecordCodec.decode(RecordCodec.encode("producer-1-42"))).isEqualTo("producer-1-42");
    }

    @Test
    void an_id_must_not_be_empty() {
        assertThatIllegalArgumentException().isThrownBy(() -> RecordCodec.encode(""));
    }

    @Test
    void a_record_without_a_value_is_refused() {
        assertThatExceptionOfType(Undecodable.class).isThrownBy(() -> RecordCodec.decode(null));
    }

    @Test
    void each_flipped_bit_is_refused() {
        byte[] good = RecordCodec.encode("producer-1-42");
        for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
            byte[] bad = good.clone();
            bad[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatExceptionOfType(Undecodable.class).as("bit %d", bit).isThrownBy(() -> RecordCodec.decode(bad));
        }
    }

    @Test
    void each_shorter_or_longer_value_is_refused() {
        byte[] good = RecordCodec.encode("producer-1-42");
        for (int length = 0; length < good.length + 8; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            if (length != good.length) {
                assertThatExceptionOfType(Undecodable.class)
                        .as("%d bytes", length)
                        .isThrownBy(() -> RecordCodec.decode(cut));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PoisonPill.class)
    void every_kind_of_poison_is_refused_whatever_the_seed(PoisonPill pill) {
        for (long seed = 0; seed < 500; seed++) {
            byte[] value = pill.value("poison-1", new SplittableRandom(seed));
            assertThatExceptionOfType(Undecodable.class)
                    .as("seed %d", seed)
                    .isThrownBy(() -> RecordCodec.decode(value));
        }
    }

    @Test
    void the_same_seed_gives_the_same_poison() {
        assertThat(PoisonPill.RANDOM_BYTES.value("poison-1", new SplittableRandom(7)))
                .isEqualTo(PoisonPill.RANDOM_BYTES.value("poison-1", new SplittableRandom(7)));
        assertThat(PoisonPill.of(new SplittableRandom(7))).isEqualTo(PoisonPill.of(new SplittableRandom(7)));
    }
}
