package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.model.LossReason;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Contention;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Places in queues, on a member with the faults that real ones have. */
class QueueFaultsTest {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final Duration WHILE = Duration.ofMillis(300);
    private static final String QUEUE = "lock/a";

    private final List<Backend> backends = new ArrayList<>();
    private FakeEtcd etcd;

    @BeforeEach
    void start() throws IOException {
        etcd = new FakeEtcd();
    }

    @AfterEach
    void stop() {
        backends.forEach(Backend::close);
        etcd.close();
    }

    private Backend process() throws InterruptedException {
        Backend backend = etcd.connect();
        backends.add(backend);
        return backend;
    }

    private static CompletableFuture<Place> entering(Backend backend, int seats) {
        return backend.contention().enter(QUEUE, "", seats, Deadline.after(Ticker.SYSTEM, BOUND));
    }

    /** Enters and waits for the turn, as the recipes do. */
    private static Place enter(Backend backend, int seats) throws InterruptedException {
        Place place = get(entering(backend, seats));
        place.turn();
        return place;
    }

    private static Place enter(Backend backend) throws InterruptedException {
        return enter(backend, 1);
    }

    private static <T> T get(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("not in time, or not well", e);
        }
    }

    private static boolean hasTurn(Place place) {
        CompletableFuture<Void> turn = place.turn().toCompletableFuture();
        return turn.isDone() && !turn.isCompletedExceptionally();
    }

    private static void awaitTurn(Place place) throws InterruptedException {
        get(place.turn().toCompletableFuture().copy());
    }

    private static LossReason awaitGone(Place place) throws InterruptedException {
        return get(place.gone().toCompletableFuture().copy());
    }

    private static void neverHasTurn(Place place) {
        await("no turn").during(WHILE).atMost(BOUND).until(() -> !hasTurn(place));
    }

    private void write() {
        etcd.change(store -> store.put("elsewhere", "x"));
    }

    @Test
    void the_next_after_the_head_is_served_by_the_event_alone() throws InterruptedException {
        Place head = enter(process());
        Place next = enter(process());
        assertThat(hasTurn(next)).isFalse();
        await("it is watched").atMost(BOUND).until(() -> etcd.watchCount() >= 2);
        head.leave();

        awaitTurn(next);
        assertThat(etcd.looks()).isZero();
    }

    @Test
    void on_a_busy_store_too_it_is_served_by_the_event_alone() throws InterruptedException {
        Place head = enter(process());
        Place next = enter(process());
        await("it is watched").atMost(BOUND).until(() -> etcd.watchCount() >= 2);
        write();
        enter(process());
        write();
        head.leave();

        awaitTurn(next);
        assertThat(etcd.looks()).isZero();
    }

    @Test
    void an_own_removal_before_that_of_the_predecessor_gives_no_turn() throws InterruptedException {
        Place head = enter(process());
        Place next = enter(process());
        etcd.change(store -> {
            store.delete(next.entry());
            store.delete(head.entry());
        });

        assertThat(awaitGone(next)).isEqualTo(LossReason.REVOKED);
        assertThat(hasTurn(next)).isFalse();
    }

    /** On two watches the member would tell the two in either order. */
    @Test
    void an_operator_who_removes_both_in_one_step_gives_no_turn() throws InterruptedException {
        Place head = enter(process());
        Place next = enter(process());
        await("it is watched").atMost(BOUND).until(() -> etcd.watchCount() >= 2);
        etcd.change(store -> store.delete(head.entry(), next.entry()));

        assertThat(awaitGone(next)).isEqualTo(LossReason.REVOKED);
        assertThat(hasTurn(next)).isFalse();
    }

    @Test
    void a_predecessor_that_leaves_the_middle_gives_no_turn() throws InterruptedException {
        Place head = enter(process());
        Place middle = enter(process());
        Place last = enter(process());
        middle.leave();
        awaitGone(middle);

        neverHasTurn(last);
        head.leave();
        awaitTurn(last);
    }

    @Test
    void the_head_that_goes_while_the_stream_is_broken_is_noticed() throws InterruptedException {
        Place head = enter(process());
        Place next = enter(process());
        etcd.watches(watches -> watches.mute(true));
        etcd.change(store -> store.delete(head.entry()));
        etcd.watches(watches -> {
            watches.mute(false);
            watches.breakStreams();
        });

        awaitTurn(next);
    }

    @Test
    void a_member_that_tells_no_events_holds_nobody_up_for_long() throws InterruptedException {
        Place head = enter(process());
        Place next = enter(process());
        etcd.watches(watches -> watches.mute(true));
        etcd.change(store -> store.delete(head.entry()));

        awaitTurn(next);
    }

    @Test
    void a_watch_whose_history_is_compacted_is_read_anew() throws InterruptedException {
        Place head = enter(process());
        Place next = enter(process());
        etcd.watches(watches -> watches.mute(true));
        etcd.change(store -> {
            store.delete(head.entry());
            store.compact();
        });
        etcd.watches(watches -> {
            watches.mute(false);
            watches.cancelAsCompacted();
        });

        awaitTurn(next);
    }

    @Test
    void the_loss_of_the_entry_is_told_at_once_and_the_end_of_the_session_after() throws InterruptedException {
        Place first = enter(process());
        awaitWatched();
        etcd.revokeAll();

        assertThat(awaitGone(first)).isIn(LossReason.REVOKED, LossReason.SESSION_ENDED);
        assertThat(get(first.session().ended().toCompletableFuture().copy())).isEqualTo(LossReason.SESSION_ENDED);
    }

    private void awaitWatched() {
        await("the own key is watched").atMost(BOUND).until(() -> etcd.watchCount() > 0);
    }

    @Test
    void an_operator_who_removes_the_entry_ends_the_right_alone() throws InterruptedException {
        Place first = enter(process());
        awaitWatched();
        etcd.change(store -> store.delete(first.entry()));

        assertThat(awaitGone(first)).isEqualTo(LossReason.REVOKED);
        assertThat(first.session().ended().toCompletableFuture().isDone()).isFalse();
    }

    @Test
    void entering_whose_answer_is_lost_is_found_out_with_the_token_of_the_first_try() throws InterruptedException {
        Backend process = process();
        etcd.loseAnswers(1);
        Place place = enter(process);

        awaitTurn(place);
        assertThat(process.contention().contenders(QUEUE, Deadline.after(Ticker.SYSTEM, BOUND)))
                .containsExactly(new Contention.Contender("", place.token()));
        assertThat(place.follows("anything")).isFalse();
    }

    @Test
    void a_request_that_is_cancelled_leaves_no_entry() throws InterruptedException {
        Backend process = process();
        for (int i = 0; i < 50; i++) {
            CompletableFuture<Place> entering = entering(process, 1);
            Contention.withdraw(entering);
        }

        await("nothing is left")
                .atMost(BOUND)
                .until(() -> process.contention()
                        .contenders(QUEUE, Deadline.after(Ticker.SYSTEM, BOUND))
                        .isEmpty());
    }

    @Test
    void any_of_those_who_have_a_seat_may_leave_for_the_next() throws InterruptedException {
        List<Place> seated = List.of(enter(process(), 3), enter(process(), 3), enter(process(), 3));
        Place next = enter(process(), 3);
        Place last = enter(process(), 3);

        assertThat(seated).allMatch(QueueFaultsTest::hasTurn);
        neverHasTurn(next);
        seated.get(1).leave();
        awaitTurn(next);
        neverHasTurn(last);
        seated.get(0).leave();
        awaitTurn(last);
        assertThat(etcd.looks()).isZero();
    }

    @Test
    void where_everybody_has_a_seat_the_turn_is_at_once() throws InterruptedException {
        Backend process = process();
        for (int i = 0; i < 5; i++) {
            assertThat(hasTurn(enter(process, Integer.MAX_VALUE))).isTrue();
        }
    }

    @Test
    void a_place_follows_its_direct_predecessor_until_its_own_entry_is_gone() throws InterruptedException {
        Backend process = process();
        Place head = enter(process);
        Place other = enter(process());
        Place second = enter(process);

        assertThat(other.follows(head.entry())).isTrue();
        assertThat(second.follows(head.entry())).isFalse();
        assertThat(second.follows(other.entry())).isTrue();
        assertThat(head.follows(other.entry())).isFalse();
        head.leave();
        awaitTurn(other);
        assertThat(other.follows(head.entry())).isTrue();
        etcd.change(store -> store.delete(other.entry()));
        awaitGone(other);
        assertThat(other.follows(head.entry())).isFalse();
    }

    @Test
    void places_of_one_process_pass_the_turn_on_without_a_watch_or_a_read() throws InterruptedException {
        Backend process = process();
        Place head = enter(process);
        Place next = enter(process);
        head.leave();

        awaitTurn(next);
        assertThat(etcd.looks()).isZero();
        assertThat(etcd.watchesCreated()).isLessThanOrEqualTo(2);
    }

    @Test
    void a_key_that_is_removed_behind_a_place_of_the_same_process_is_missed_before_its_turn()
            throws InterruptedException {
        Backend process = process();
        Place head = enter(process);
        Place next = enter(process);
        Place last = enter(process);

        etcd.change(store -> store.delete(next.entry()));

        assertThat(awaitGone(next)).isEqualTo(LossReason.REVOKED);
        assertThat(next.follows(head.entry())).isFalse();
        head.leave();
        awaitTurn(last);
    }

    @Test
    void the_key_of_a_place_that_got_its_turn_from_its_process_is_watched() throws InterruptedException {
        Backend process = process();
        Place head = enter(process);
        Place next = enter(process);
        head.leave();
        awaitTurn(next);

        etcd.change(store -> store.delete(next.entry()));

        assertThat(awaitGone(next)).isEqualTo(LossReason.REVOKED);
    }

    @Test
    void a_place_whose_turn_is_asked_for_late_has_not_missed_it() throws InterruptedException {
        Place head = enter(process());
        Place next = get(entering(process(), 1));
        write();
        head.leave();
        awaitGone(head);

        awaitTurn(next);
        assertThat(etcd.looks()).isZero();
    }

    @Test
    void the_watch_on_the_predecessor_goes_on_to_guard_the_own_key() throws InterruptedException {
        Place head = enter(process());
        Place middle = enter(process());
        Place last = enter(process());
        await("all are watched").atMost(BOUND).until(() -> etcd.watchCount() == 3);
        int created = etcd.watchesCreated();
        head.leave();
        awaitTurn(middle);
        middle.leave();

        awaitTurn(last);
        assertThat(etcd.looks()).isEqualTo(1);
        assertThat(etcd.watchesCreated()).isEqualTo(created);
        etcd.change(store -> store.delete(last.entry()));
        assertThat(awaitGone(last)).isEqualTo(LossReason.REVOKED);
    }
}
