package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.EntryState;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharedLoopTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final List<EntryState> told = new CopyOnWriteArrayList<>();
    private final List<Long> confirmed = new CopyOnWriteArrayList<>();
    private FakeConsul consul;
    private SharedLoop loop;

    @BeforeEach
    void open() throws IOException {
        consul = new FakeConsul();
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
        loop = new SharedLoop(consul.calls(), consul.threads(), "ns/k", false, new WatchedKey("k", listener));
    }

    @AfterEach
    void close() {
        loop.close();
        consul.close();
    }

    private boolean tell(long index, long sentNanos) {
        return loop.test(new Listing(Set.of("ns/k"), index, sentNanos));
    }

    private void awaitTold(int count) {
        await().atMost(BOUND).until(() -> told.size() == count);
        await("the read is done with").atMost(BOUND).until(() -> confirmed.size() >= count);
    }

    @Test
    void a_listing_that_differs_leads_to_a_read_and_one_that_does_not_confirms() {
        consul.value(50, 5, 50);
        assertThat(tell(50, 1)).isFalse();
        awaitTold(1);
        await().atMost(BOUND).until(() -> {
            tell(50, 2);
            return confirmed.contains(2L);
        });
        consul.value(60, 5, 60);
        tell(60, 3);
        awaitTold(2);

        assertThat(told).extracting(EntryState::revision).containsExactly(50L, 60L);
    }

    @Test
    void a_change_that_is_listed_while_a_read_is_under_way_leads_to_another_read() {
        tell(50, 1);
        tell(60, 2);
        consul.value(50, 5, 50).value(60, 5, 60);
        awaitTold(2);

        assertThat(told).extracting(EntryState::revision).containsExactly(50L, 60L);
    }

    @Test
    void a_closed_one_wants_no_more() {
        loop.close();

        assertThat(tell(50, 1)).isTrue();
        assertThat(told).isEmpty();
    }
}
