package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Watch.UndecodableValue;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final byte[] UNDECODABLE = {(byte) 0xff};

    private final HandHeldBackend store = new HandHeldBackend();
    private final Coordination coordination = store.coordination();
    private final List<Versioned<String>> told = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        coordination.close();
    }

    private static EntryState state(long revision) {
        return state(revision, ("value " + revision).getBytes(StandardCharsets.UTF_8));
    }

    private static EntryState state(long revision, byte[] value) {
        return EntryState.present(new Entry("config/limits", value, revision));
    }

    /** Starts a watch whose first state the store tells at once. */
    private Watch<String> watch(EntryState first) throws InterruptedException {
        CompletableFuture<Void> teller = CompletableFuture.runAsync(
                () -> {
                    try {
                        EntryListener listener = store.watches.take();
                        listener.changed(first);
                        store.watches.add(listener);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                task -> new Thread(task, "teller").start());
        Watch<String> watch = coordination.config().watch("limits", Codec.text(), BOUND);
        teller.join();
        return watch;
    }

    private EntryListener intake() throws InterruptedException {
        return store.watches.take();
    }

    @Test
    void a_store_that_tells_no_first_state_is_unavailable() {
        assertThatThrownBy(() -> coordination.config().watch("limits", Codec.text(), Duration.ofMillis(50)))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("limits");
    }

    @Test
    void a_listener_is_told_the_current_state_first_and_then_each_change() throws InterruptedException {
        Watch<String> watch = watch(state(1));
        EntryListener intake = intake();
        intake.changed(state(2));
        watch.onChange(told::add);
        intake.changed(EntryState.absent(3));
        await("all is told").atMost(BOUND).until(() -> told.size() == 2);

        assertThat(told).extracting(Versioned::revision).containsExactly(2L, 3L);
        assertThat(told).extracting(Versioned::isPresent).containsExactly(true, false);
    }

    @Test
    void a_slow_listener_misses_the_oldest_states_and_never_the_latest() throws InterruptedException {
        Watch<String> watch = watch(state(1));
        EntryListener intake = intake();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch resume = new CountDownLatch(1);
        watch.onChange(state -> {
            begun.countDown();
            try {
                resume.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            told.add(state);
        });
        begun.await();
        for (long revision = 2; revision <= 2_500; revision++) {
            intake.changed(state(revision));
        }
        assertThat(watch.current().revision()).isEqualTo(2_500);
        resume.countDown();
        await("the latest is told")
                .atMost(BOUND)
                .until(() -> told.get(told.size() - 1).revision() == 2_500);

        assertThat(told)
                .hasSize(1_001)
                .extracting(Versioned::revision)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void a_closed_watch_does_not_tell_what_was_waiting() throws InterruptedException {
        Watch<String> watch = watch(state(1));
        EntryListener intake = intake();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch resume = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        watch.onChange(state -> {
            told.add(state);
            begun.countDown();
            try {
                resume.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        List<UndecodableValue> reported = Collections.synchronizedList(new ArrayList<>());
        watch.onUndecodable(reported::add);
        begun.await();
        intake.changed(state(2));
        intake.changed(state(3, UNDECODABLE));
        watch.close();
        coordination.threads().dispatcher().execute(ended::countDown);
        resume.countDown();
        ended.await();

        await("nothing more is told")
                .during(Duration.ofMillis(200))
                .atMost(BOUND)
                .until(() -> told.size() == 1 && reported.isEmpty());
    }

    @Test
    void a_bad_value_that_is_still_the_newest_is_reported_to_a_listener_that_comes_later() throws InterruptedException {
        Watch<String> watch = watch(state(1, UNDECODABLE));
        List<UndecodableValue> reported = Collections.synchronizedList(new ArrayList<>());
        watch.onUndecodable(reported::add);
        await("the first value is reported").atMost(BOUND).until(() -> reported.size() == 1);

        assertThat(reported.get(0).revision()).isEqualTo(1);
        assertThat(watch.current().isPresent()).isFalse();
        intake().changed(state(2));
        List<UndecodableValue> later = Collections.synchronizedList(new ArrayList<>());
        watch.onUndecodable(later::add);
        assertThat(watch.current().value()).isEqualTo("value 2");
        assertThat(later).isEmpty();
    }

    @Test
    void staleness_is_counted_from_the_newest_confirmation() throws InterruptedException {
        Watch<String> watch = watch(state(1));
        EntryListener intake = intake();
        intake.confirmed(store.now.get());
        store.now.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(watch.staleness()).isEqualTo(Duration.ofSeconds(3));
        intake.confirmed(store.now.get() - Duration.ofSeconds(1).toNanos());
        intake.confirmed(store.now.get() - Duration.ofSeconds(2).toNanos());

        assertThat(watch.staleness()).isEqualTo(Duration.ofSeconds(1));
    }
}
