package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.EntryState;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watches, on a member with the faults that real ones have. */
class WatchFaultsTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final List<EntryState> told = new CopyOnWriteArrayList<>();
    private final AtomicLong confirmed = new AtomicLong(Long.MIN_VALUE);
    private FakeEtcd etcd;
    private Backend backend;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        etcd = new FakeEtcd();
        backend = etcd.connect();
    }

    @AfterEach
    void stop() {
        backend.close();
        etcd.close();
    }

    private void watch() {
        backend.entries().watch("limits", new EntryListener() {
            @Override
            public void changed(EntryState state) {
                told.add(state);
            }

            @Override
            public void confirmed(long atNanos) {
                confirmed.set(atNanos);
            }
        });
    }

    private static String text(EntryState state) {
        return state.entry()
                .map(entry -> new String(entry.value(), StandardCharsets.UTF_8))
                .orElse("-");
    }

    private void awaitTold(String... values) {
        await("told " + List.of(values))
                .atMost(BOUND)
                .until(() -> told.stream().map(WatchFaultsTest::text).toList().equals(List.of(values)));
    }

    private void put(String value) {
        etcd.change(store -> store.put("shop/limits", value));
    }

    private void loseStream() {
        etcd.watches(FakeWatches::breakStreams);
    }

    @Test
    void a_value_that_is_deleted_and_made_again_during_a_disconnect_is_told_as_both() {
        put("a");
        watch();
        awaitTold("a");
        etcd.watches(watches -> watches.mute(true));
        etcd.change(store -> store.delete("shop/limits"));
        put("b");
        etcd.watches(watches -> watches.mute(false));
        loseStream();

        awaitTold("a", "-", "b");
        assertThat(told.stream().map(EntryState::revision).toList()).isSorted().doesNotHaveDuplicates();
    }

    /** The answer that a watch is created shows a newer revision; whoever moves the cursor by it loses what is between. */
    @Test
    void a_second_disconnect_before_the_backlog_arrives_loses_nothing() {
        put("a");
        watch();
        awaitTold("a");
        etcd.watches(watches -> watches.mute(true));
        put("b");
        int before = etcd.watchesCreated();
        loseStream();
        await("the second stream").atMost(BOUND).until(() -> etcd.watchesCreated() > before);
        etcd.watches(watches -> watches.mute(false));
        loseStream();

        awaitTold("a", "b");
    }

    @Test
    void a_watch_whose_history_is_compacted_tells_the_latest() {
        put("a");
        watch();
        awaitTold("a");
        etcd.watches(watches -> watches.mute(true));
        put("b");
        put("c");
        etcd.change(FakeStore::compact);
        etcd.watches(watches -> watches.mute(false));
        loseStream();

        awaitTold("a", "c");
    }

    @Test
    void another_cluster_behind_the_same_address_is_told_as_a_new_epoch() {
        put("a");
        watch();
        awaitTold("a");
        etcd.change(store -> store.restore(8, 1));
        etcd.watches(FakeWatches::forget);
        put("z");

        await("told anew")
                .atMost(BOUND)
                .until(() -> text(told.get(told.size() - 1)).equals("z"));
        assertThat(told).anyMatch(EntryState::epochChanged);
    }

    @Test
    void a_store_that_went_back_in_time_is_told_as_a_new_epoch() {
        put("a");
        put("b");
        watch();
        awaitTold("b");
        etcd.change(store -> {
            store.restore(7, 1);
            store.put("shop/limits", "a");
        });
        etcd.watches(FakeWatches::forget);

        await("told anew")
                .atMost(BOUND)
                .until(() -> text(told.get(told.size() - 1)).equals("a"));
        assertThat(told.get(told.size() - 1).epochChanged()).isTrue();
    }

    @Test
    void a_member_that_answers_and_tells_no_events_is_found_out_and_nothing_is_confirmed_meanwhile() {
        put("a");
        watch();
        awaitTold("a");
        etcd.watches(watches -> watches.mute(true));
        long cut = Ticker.SYSTEM.nanos();
        put("b");
        int before = etcd.watchesCreated();
        await("the stream is given up").atMost(BOUND).until(() -> etcd.watchesCreated() > before);

        assertThat(confirmed.get()).isLessThan(Ticker.SYSTEM.nanos());
        assertThat(told).hasSize(1);
        etcd.watches(watches -> watches.mute(false));
        loseStream();
        awaitTold("a", "b");
        await("confirmed again").atMost(BOUND).until(() -> confirmed.get() - cut > 0);
    }

    @Test
    void the_front_of_a_queue_is_followed_by_its_events() throws InterruptedException, ExecutionException {
        List<List<Long>> fronts = new CopyOnWriteArrayList<>();
        backend.contention()
                .observe(
                        "members",
                        2,
                        front -> fronts.add(front.stream().map(Contender::token).toList()));
        List<Place> places = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 3; i++) {
            places.add(backend.contention()
                    .enter("members", "m" + i, Integer.MAX_VALUE, Deadline.after(Ticker.SYSTEM, BOUND))
                    .get());
        }
        List<Long> tokens = places.stream().map(Place::token).toList();
        await("the first two").atMost(BOUND).until(() -> last(fronts).equals(tokens.subList(0, 2)));
        places.get(0).leave();
        await("the next two").atMost(BOUND).until(() -> last(fronts).equals(tokens.subList(1, 3)));
        places.get(2).leave();
        places.get(1).leave();
        await("nobody").atMost(BOUND).until(() -> last(fronts).isEmpty());
    }

    private static List<Long> last(List<List<Long>> fronts) {
        return fronts.isEmpty() ? List.of() : fronts.get(fronts.size() - 1);
    }
}
