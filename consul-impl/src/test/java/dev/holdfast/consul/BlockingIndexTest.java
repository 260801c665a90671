package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.consul.BlockingIndex.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BlockingIndexTest {

    @Test
    void the_same_index_is_waited_for_again() {
        assertThat(BlockingIndex.after(7, 7)).isEqualTo(Step.SAME);
    }

    @Test
    void a_higher_index_is_gone_on_from() {
        assertThat(BlockingIndex.after(7, 8)).isEqualTo(Step.FORWARD);
    }

    @Test
    void an_index_that_went_back_or_is_zero_is_forgotten() {
        assertThat(BlockingIndex.after(7, 6)).isEqualTo(Step.RESET);
        assertThat(BlockingIndex.after(7, 0)).isEqualTo(Step.RESET);
        assertThat(BlockingIndex.after(0, 0)).isEqualTo(Step.RESET);
    }

    @Test
    void the_client_outwaits_the_jitter_of_the_server() {
        assertThat(BlockingIndex.patience(Duration.ofSeconds(16), Duration.ofSeconds(2)))
                .isEqualTo(Duration.ofSeconds(19));
    }
}
