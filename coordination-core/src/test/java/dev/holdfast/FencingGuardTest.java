package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.FencingToken;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FencingGuardTest {

    private final FencingGuard guard = FencingGuard.inMemory();

    private static FencingToken token(long value) {
        return new FencingToken("orders", value);
    }

    @Test
    void admits_the_first_token_and_each_newer_one() {
        assertThat(guard.admits(token(5))).isTrue();
        assertThat(guard.admits(token(6))).isTrue();
    }

    @Test
    void admits_the_newest_token_again() {
        assertThat(guard.admits(token(5))).isTrue();
        assertThat(guard.admits(token(5))).isTrue();
    }

    @Test
    void refuses_a_token_older_than_the_newest_it_has_seen_for_ever() {
        assertThat(guard.admits(token(5))).isTrue();
        assertThat(guard.admits(token(4))).isFalse();
        assertThat(guard.admits(token(4))).isFalse();
        assertThat(guard.admits(token(5))).isTrue();
    }

    @Test
    void keeps_scopes_apart() {
        assertThat(guard.admits(token(5))).isTrue();
        assertThat(guard.admits(new FencingToken("invoices", 1))).isTrue();
    }

    @Test
    void of_many_threads_none_is_admitted_after_a_newer_one() throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                int offset = writer;
                writers.add(pool.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        long value = 4L * i + offset;
                        boolean admitted = guard.admits(token(value));
                        assertThat(guard.admits(token(value)) && !admitted).isFalse();
                    }
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(guard.admits(token(7_998))).isFalse();
        assertThat(guard.admits(token(7_999))).isTrue();
    }

    @Test
    void tokens_of_two_scopes_have_no_order_and_none_is_negative() {
        assertThatThrownBy(() -> token(1).isNewerThan(new FencingToken("invoices", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("invoices");
        assertThatThrownBy(() -> token(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(token(2).isNewerThan(token(1))).isTrue();
        assertThat(token(1).isNewerThan(token(1))).isFalse();
    }
}
