package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

    private final List<CompletableFuture<Boolean>> rounds = new ArrayList<>();
    private final SingleFlight flight = new SingleFlight(() -> {
        CompletableFuture<Boolean> round = new CompletableFuture<>();
        rounds.add(round);
        return round;
    });

    @Test
    void many_requests_during_a_round_make_one_more_round() {
        flight.request();
        flight.request();
        flight.request();
        assertThat(rounds).hasSize(1);

        rounds.get(0).complete(true);
        assertThat(rounds).hasSize(2);
        rounds.get(1).complete(true);
        assertThat(rounds).hasSize(2);
    }

    @Test
    void a_round_that_failed_is_over_too() {
        flight.request();
        rounds.get(0).completeExceptionally(new IllegalStateException("lost"));
        flight.request();

        assertThat(rounds).hasSize(2);
    }
}
