package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final List<String> ran = new ArrayList<>();

    @Test
    void those_for_whom_there_is_no_turn_wait_in_the_order_in_which_they_came() {
        Turns turns = new Turns(1);

        assertThat(turns.take(() -> ran.add("a"))).isTrue();
        assertThat(turns.take(() -> ran.add("b"))).isFalse();
        assertThat(turns.take(() -> ran.add("c"))).isFalse();
        assertThat(ran).containsExactly("a");
        turns.give();
        turns.give();
        assertThat(ran).containsExactly("a", "b", "c");
        turns.give();
        assertThat(turns.take(() -> ran.add("d"))).isTrue();
    }
}
