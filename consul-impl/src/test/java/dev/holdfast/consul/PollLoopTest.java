package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.consul.PollLoop.Timing;
import dev.holdfast.spi.Contention.Observation;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.EntryState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of a watch: what a loop of its own does with each kind of answer. */
class PollLoopTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final List<EntryState> told = new CopyOnWriteArrayList<>();
    private final List<Long> confirmed = new CopyOnWriteArrayList<>();
    private FakeConsul consul;
    private Observation loop;

    @BeforeEach
    void open() throws IOException {
        consul = new FakeConsul();
    }

    @AfterEach
    void close() {
        loop.close();
        consul.close();
    }

    private void start() {
        EntryListener listener = new EntryListener() {
            @Override
            public void changed(EntryState state) {
                told.add(state);
            }

            @Override
            public void confirmed(long atNanos) {
                confirmed.add(atNanos);
            }
        };
        Slots slots = new Slots(1);
        assertThat(slots.take()).isTrue();
        loop = new PollLoop(
                        consul.calls(),
                        consul.threads(),
                        consul.spec().ticker(),
                        Timing.confirming(consul.spec().session()),
                        slots,
                        "ns/k",
                        false,
                        new WatchedKey("k", listener))
                .start();
    }

    private void awaitAsked(String... queries) {
        await().atMost(BOUND).until(() -> consul.asked().size() >= queries.length);
        assertThat(consul.asked()).startsWith(queries);
    }

    @Test
    void a_position_that_goes_back_is_forgotten_and_told_as_a_new_epoch() {
        consul.value(50, 5, 50).value(20, 5, 20).value(20, 5, 20);
        start();

        awaitAsked("read", "block at 50", "read", "block at 20");
        assertThat(told).extracting(EntryState::revision).containsExactly(50L, 20L);
        assertThat(told).extracting(EntryState::epochChanged).containsExactly(false, true);
    }

    @Test
    void a_position_of_zero_is_none_and_no_new_epoch() {
        consul.value(50, 5, 50).value(0, 5, 50).value(50, 5, 50);
        start();

        awaitAsked("read", "block at 50", "read", "block at 50");
        assertThat(told).extracting(EntryState::epochChanged).containsExactly(false);
    }

    @Test
    void after_any_error_the_loop_begins_with_a_plain_read() {
        consul.value(50, 5, 50).failure().value(60, 5, 60);
        start();

        awaitAsked("read", "block at 50", "read", "block at 60");
        assertThat(told).extracting(EntryState::revision).containsExactly(50L, 60L);
    }

    @Test
    void an_answer_of_a_member_that_knows_no_leader_is_an_error() {
        consul.value(50, 5, 50).withoutLeader(70).value(50, 5, 50);
        start();

        awaitAsked("read", "block at 50", "read", "block at 50");
        assertThat(told).hasSize(1);
    }

    @Test
    void a_value_deleted_and_made_again_during_a_disconnect_is_new() {
        consul.value(50, 5, 50).failure().failure().value(80, 80, 80);
        start();

        awaitAsked("read", "block at 50", "read", "read", "block at 80");
        assertThat(told).extracting(EntryState::revision).containsExactly(50L, 80L);
    }

    @Test
    void absence_is_blocked_on_and_told_once() {
        consul.absent(40).absent(45).value(50, 50, 50);
        start();

        awaitAsked("read", "block at 40", "block at 45", "block at 50");
        assertThat(told).extracting(EntryState::revision).containsExactly(40L, 50L);
    }

    @Test
    void nothing_is_confirmed_while_a_member_does_not_answer() {
        consul.value(50, 5, 50);
        start();
        awaitAsked("read", "block at 50", "read");

        assertThat(confirmed).hasSize(1);
    }
}
