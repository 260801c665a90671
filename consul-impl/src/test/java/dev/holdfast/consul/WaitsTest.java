package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.consul.PollLoop.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitsTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final List<Listing> seen = new CopyOnWriteArrayList<>();
    private final AtomicInteger unknown = new AtomicInteger();
    private FakeConsul consul;
    private Waits waits;

    @BeforeEach
    void open() throws IOException {
        consul = new FakeConsul();
        Timing timing = Timing.confirming(consul.spec().session());
        waits = new Waits(
                consul.calls(),
                consul.threads(),
                timing,
                kind -> new Roll(kind, consul.calls(), consul.threads(), timing, () -> false, listing -> {}));
    }

    @AfterEach
    void close() {
        consul.close();
    }

    private Waits.Wait names(long index, long until) {
        return waits.names(
                waits.roll("ns", "lock/a"),
                "ns/lock/a/",
                index,
                listing -> {
                    seen.add(listing);
                    return listing.index() == until;
                },
                unknown::incrementAndGet);
    }

    @Test
    void a_wait_for_names_goes_on_from_listing_to_listing_until_it_is_over() {
        consul.names(12, "ns/lock/a/x", "ns/lock/a/y").names(15, "ns/lock/a/y");
        names(10, 15);

        await().atMost(BOUND).until(() -> seen.size() == 2);
        assertThat(consul.asked()).containsExactly("block at 10", "block at 12");
        assertThat(seen.get(1).names()).containsExactly("ns/lock/a/y");
        assertThat(unknown).hasValue(0);
    }

    @Test
    void a_position_that_goes_back_has_the_names_looked_at_anew() {
        consul.names(4, "ns/lock/a/x");
        names(10, 15);

        await().atMost(BOUND).until(() -> unknown.get() == 1);
        assertThat(seen).isEmpty();
    }

    @Test
    void a_key_that_is_still_there_when_the_wait_time_ends_is_waited_for_again() {
        consul.value(8, 8, 8).absent(20);
        waits.key(waits.roll("ns", "lock/a"), "ns/k", 10, unknown::incrementAndGet);

        await().atMost(BOUND).until(() -> unknown.get() == 1);
        assertThat(consul.asked()).containsExactly("block at 10", "block at 10");
    }

    @Test
    void whoever_gets_no_query_of_its_own_shares_one_that_begins_with_a_plain_read() {
        List<Waits.Wait> own = new ArrayList<>();
        while (waits.slots().take()) {
            own.add(() -> waits.slots().give());
        }
        assertThat(own).isNotEmpty();
        names(10, 30);
        names(10, 30);
        consul.names(30, "ns/lock/a/y");

        await().atMost(BOUND).until(() -> seen.size() == 2);
        assertThat(consul.asked().peek()).isEqualTo("read");
    }

    @Test
    void a_cancelled_wait_gives_its_slot_back_and_tells_nothing() {
        int free = 0;
        while (waits.slots().take()) {
            free++;
        }
        waits.slots().give();
        Waits.Wait wait = names(10, 15);
        wait.cancel();
        wait.cancel();

        assertThat(waits.slots().take()).isTrue();
        assertThat(waits.slots().take()).isFalse();
        assertThat(free).isPositive();
        assertThat(unknown).hasValue(0);
    }

    @Test
    void a_listing_tells_nothing_of_what_was_made_after_it() {
        Listing listing = new Listing(Set.of("a"), 10, 0);

        assertThat(listing.misses("b", 10)).isTrue();
        assertThat(listing.misses("b", 11)).isFalse();
        assertThat(listing.misses("a", 5)).isFalse();
        assertThat(listing.leavesFewerOf(Set.of("a", "b"), 2)).isTrue();
        assertThat(listing.leavesFewerOf(Set.of("a", "b"), 1)).isFalse();
    }
}
