package dev.holdfast.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeTest {

    @ParameterizedTest
    @CsvSource({
        "ONE, 0, 3, 1",
        "ONE, 0, 0, 0",
        "ALL, 0, 3, 3",
        "FIXED, 2, 3, 2",
        "FIXED, 7, 3, 3",
        "FIXED_PERCENT, 1, 3, 1",
        "FIXED_PERCENT, 34, 3, 2",
        "FIXED_PERCENT, 50, 4, 2",
        "FIXED_PERCENT, 100, 3, 3",
    })
    void a_mode_takes_that_many(Mode.Kind kind, int value, int candidates, int taken) {
        assertThat(choose(new Mode(kind, value), candidates, 1)).hasSize(taken);
    }

    @Test
    void random_max_percent_takes_from_none_up_to_its_share_and_no_more() {
        Set<Integer> sizes = new HashSet<>();
        for (int seed = 0; seed < 500; seed++) {
            sizes.add(
                    choose(new Mode(Mode.Kind.RANDOM_MAX_PERCENT, 50), 4, seed).size());
        }

        assertThat(sizes).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void a_seed_repeats_the_choice_whatever_the_order_of_the_candidates() {
        Mode mode = new Mode(Mode.Kind.FIXED, 2);

        for (int seed = 0; seed < 50; seed++) {
            assertThat(mode.choose(List.of("c", "a", "b"), Function.identity(), new SplittableRandom(seed)))
                    .isSorted()
                    .isEqualTo(mode.choose(List.of("a", "b", "c"), Function.identity(), new SplittableRandom(seed)));
        }
    }

    @Test
    void every_candidate_has_its_turn_over_many_seeds() {
        Set<String> taken = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            taken.addAll(choose(Mode.one(), 3, seed));
        }

        assertThat(taken).hasSize(3);
    }

    private static List<String> choose(Mode mode, int candidates, long seed) {
        List<String> names =
                IntStream.range(0, candidates).mapToObj(i -> "p" + i).toList();
        return mode.choose(names, Function.identity(), new SplittableRandom(seed));
    }
}
