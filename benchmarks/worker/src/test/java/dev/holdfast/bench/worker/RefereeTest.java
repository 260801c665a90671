package dev.holdfast.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefereeTest {

    @TempDir
    private Path folder;

    private Referee one;
    private Referee other;

    @BeforeEach
    void two_processes_open_the_same_file() {
        one = Referee.open(folder.resolve("referee"));
        other = Referee.open(folder.resolve("referee"));
    }

    @Test
    void holders_one_after_the_other_with_rising_tokens_are_good() {
        assertThat(one.enter(1, 10, false)).isTrue();
        assertThat(one.leave(1)).isTrue();
        assertThat(other.enter(2, 11, false)).isTrue();
        assertThat(other.leave(2)).isTrue();
    }

    @Test
    void a_second_holder_beside_the_first_is_seen() {
        assertThat(one.enter(1, 0, false)).isTrue();
        assertThat(other.enter(2, 0, false)).isFalse();
        assertThat(one.leave(1)).isTrue();
        assertThat(other.leave(2)).isFalse();
    }

    @Test
    void a_token_that_does_not_rise_is_seen() {
        assertThat(one.enter(1, 10, false)).isTrue();
        assertThat(one.leave(1)).isTrue();
        assertThat(other.enter(2, 10, false)).isFalse();
        assertThat(other.leave(2)).isTrue();
        assertThat(one.enter(1, 9, true)).isFalse();
    }

    @Test
    void a_token_may_repeat_where_the_library_says_so() {
        assertThat(one.enter(1, 10, true)).isTrue();
        assertThat(one.leave(1)).isTrue();
        assertThat(other.enter(2, 10, true)).isTrue();
    }

    @Test
    void a_lock_that_goes_to_another_is_told_from_one_that_is_taken_again() {
        assertThat(one.isHandedOver(1)).isTrue();
        assertThat(one.isHandedOver(1)).isFalse();
        assertThat(other.isHandedOver(2)).isTrue();
        assertThat(one.isHandedOver(1)).isTrue();
    }
}
