package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.HandHeldBackend.HandHeldPlace;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalQueueTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final HandHeldBackend store = new HandHeldBackend();
    private final Coordination coordination = store.coordination();
    private final DistributedLock lock = coordination.lock("orders");

    @AfterEach
    void close() {
        coordination.close();
    }

    private CompletableFuture<Grant> ask() {
        return lock.acquireAsync(BOUND);
    }

    private HandHeldPlace place() throws InterruptedException {
        HandHeldPlace place = store.entered.poll(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(place).as("a place was entered").isNotNull();
        return place;
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        await(what).pollInterval(Duration.ofMillis(5)).atMost(BOUND).until(condition);
    }

    @Test
    void at_most_sixteen_of_many_requests_stand_in_the_stores_queue() throws InterruptedException {
        store.turnAtOnce = false;
        List<CompletableFuture<Grant>> requests = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            requests.add(ask());
        }

        eventually("sixteen entered", () -> store.entered.size() == 16);
        assertThat(store.entered).hasSize(16);

        place().turn.complete(null);
        requests.get(0).join();
        eventually("the one that was served is replaced", () -> store.entered.size() == 16);
    }

    @Test
    void a_refusal_of_the_store_is_told_at_once() throws InterruptedException {
        store.enterAtOnce = false;
        CompletableFuture<Grant> request = ask();

        place().answer.completeExceptionally(Unavailable.refused("enter 'orders': no right to", null));

        assertThatThrownBy(() -> request.get(BOUND.toMillis() / 2, TimeUnit.MILLISECONDS))
                .hasCauseInstanceOf(Unavailable.class)
                .hasMessageContaining("no right to");
    }

    @Test
    void nobody_waits_long_for_others_to_enter_with() {
        store.turnAtOnce = false;
        List<CompletableFuture<Grant>> requests = List.of(ask(), ask(), ask());

        eventually("the third entered though the line stands still", () -> store.entered.size() == requests.size());
    }

    @Test
    void requests_are_served_in_the_order_in_which_they_came_whichever_place_gets_its_turn() throws Exception {
        store.turnAtOnce = false;
        store.leaveAtOnce = false;
        CompletableFuture<Grant> first = ask();
        CompletableFuture<Grant> second = ask();
        HandHeldPlace early = place();
        HandHeldPlace late = place();
        early.predecessor = "somebody";
        late.predecessor = "somebody";

        late.turn.complete(null);

        assertThat(first.get(10, TimeUnit.SECONDS).token().value()).isEqualTo(late.token);
        assertThat(second).isNotDone();
    }

    @Test
    void a_place_right_behind_one_that_is_given_back_has_its_turn_without_the_stores_word() throws Exception {
        store.turnAtOnce = false;
        store.leaveAtOnce = false;
        CompletableFuture<Grant> first = ask();
        CompletableFuture<Grant> second = ask();
        HandHeldPlace before = place();
        HandHeldPlace behind = place();
        before.turn.complete(null);

        first.join().release();

        Grant next = second.get(10, TimeUnit.SECONDS);
        assertThat(before.leaving).as("the one before was given back first").isDone();
        assertThat(behind.turn).isNotDone();
        assertThat(next.isHeld()).isTrue();
        assertThat(next.token().value()).isEqualTo(behind.token);
    }

    @Test
    void a_place_that_enters_behind_one_just_given_back_has_its_turn_too() throws Exception {
        store.turnAtOnce = false;
        store.leaveAtOnce = false;
        store.enterAtOnce = false;
        CompletableFuture<Grant> first = ask();
        HandHeldPlace before = place();
        before.answer.complete(before);
        before.turn.complete(null);
        Grant grant = first.join();
        CompletableFuture<Grant> second = ask();
        HandHeldPlace behind = place();
        grant.release();

        behind.answer.complete(behind);

        assertThat(second.get(10, TimeUnit.SECONDS).token().value()).isEqualTo(behind.token);
    }

    @Test
    void nobody_is_granted_by_this_process_alone_when_others_may_stand_between() throws Exception {
        store.turnAtOnce = false;
        CompletableFuture<Grant> first = ask();
        CompletableFuture<Grant> second = ask();
        HandHeldPlace before = place();
        HandHeldPlace behind = place();
        behind.predecessor = "somebody else's";
        before.turn.complete(null);

        first.join().release();

        assertThat(second).isNotDone();
        behind.turn.complete(null);
        assertThat(second.get(10, TimeUnit.SECONDS).isHeld()).isTrue();
    }

    @Test
    void nobody_is_granted_by_this_process_alone_over_the_end_of_a_session() throws Exception {
        store.turnAtOnce = false;
        CompletableFuture<Grant> first = ask();
        CompletableFuture<Grant> second = ask();
        HandHeldPlace before = place();
        HandHeldPlace behind = place();
        behind.bond = store.another();
        before.turn.complete(null);

        first.join().release();

        assertThat(second).isNotDone();
    }

    @Test
    void nobody_is_granted_by_this_process_alone_while_a_guarded_write_may_be_under_way() throws Exception {
        store.turnAtOnce = false;
        CompletableFuture<Grant> first = ask();
        CompletableFuture<Grant> second = ask();
        place().turn.complete(null);
        HandHeldPlace behind = place();
        Grant grant = first.join();
        store.answersAreLost = true;
        assertThatThrownBy(() ->
                        coordination.config().put("limits", "10", Codec.text(), WhileHeld.whileHeld(grant), BOUND))
                .isInstanceOf(Indeterminate.class);

        grant.release();

        assertThat(second).isNotDone();
        behind.turn.complete(null);
        assertThat(second.get(10, TimeUnit.SECONDS).isHeld()).isTrue();
    }

    @Test
    void nobody_is_granted_by_this_process_alone_when_the_one_before_was_lost() throws Exception {
        store.turnAtOnce = false;
        CompletableFuture<Grant> first = ask();
        CompletableFuture<Grant> second = ask();
        HandHeldPlace before = place();
        place();
        before.turn.complete(null);
        Grant grant = first.join();
        before.gone.complete(LossReason.REVOKED);

        assertThat(grant.isHeld()).isFalse();
        assertThat(second).isNotDone();
    }

    @Test
    void a_cancelled_request_leaves_the_stores_queue_from_its_end() throws Exception {
        store.turnAtOnce = false;
        CompletableFuture<Grant> first = ask();
        CompletableFuture<Grant> second = ask();
        HandHeldPlace early = place();
        HandHeldPlace late = place();

        assertThat(first.cancel(false)).isTrue();

        assertThat(late.leaving).isDone();
        early.turn.complete(null);
        assertThat(second.get(10, TimeUnit.SECONDS).token().value()).isEqualTo(early.token);
    }

    @Test
    void a_request_that_is_cancelled_while_it_enters_withdraws_that() throws Exception {
        store.enterAtOnce = false;
        CompletableFuture<Grant> request = ask();
        HandHeldPlace place = place();

        request.cancel(false);

        assertThat(place.answer).isCancelled();
    }

    @Test
    void a_request_is_denied_at_its_deadline_and_its_place_left() throws Exception {
        store.turnAtOnce = false;

        assertThat(lock.tryAcquireAsync(Duration.ofMillis(50)).get(10, TimeUnit.SECONDS))
                .isEmpty();

        HandHeldPlace place = place();
        eventually("its place is left", place.leaving::isDone);
    }

    @Test
    void an_entering_that_fails_is_tried_again_as_long_as_there_is_time() throws Exception {
        store.enterAtOnce = false;
        CompletableFuture<Grant> request = ask();
        place().answer.completeExceptionally(new SessionExpired("enter: the session is over"));

        HandHeldPlace again = place();
        again.answer.complete(again);

        assertThat(request.get(10, TimeUnit.SECONDS).token().value()).isEqualTo(again.token);
    }

    @Test
    void what_the_store_said_last_is_told_at_the_deadline() throws Exception {
        store.enterAtOnce = false;
        CompletableFuture<Grant> request = lock.acquireAsync(Duration.ofMillis(300));
        place().answer.completeExceptionally(new Unavailable("enter: no member was reached"));
        HandHeldPlace last = place();
        store.now.addAndGet(Duration.ofMillis(300).toNanos());
        last.answer.completeExceptionally(new Indeterminate("enter: no answer"));

        assertThatThrownBy(() -> request.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(Indeterminate.class);
    }

    @Test
    void a_store_that_says_nothing_is_unavailable_to_a_request_whose_own_entering_is_not_due() throws Exception {
        store.enterAtOnce = false;
        CompletableFuture<Grant> patient = ask();
        CompletableFuture<Grant> hasty = lock.acquireAsync(Duration.ofMillis(50));

        assertThatThrownBy(() -> hasty.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(Unavailable.class);
        assertThat(patient).isNotDone();
    }

    @Test
    void closing_the_connection_fails_whoever_waits() {
        store.turnAtOnce = false;
        CompletableFuture<Grant> request = ask();

        coordination.close();

        assertThatThrownBy(() -> request.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_hand_off_keeps_the_token_as_often_as_is_allowed() throws Exception {
        DistributedLock shared = coordination.lock("shared", new HandOff(3, Duration.ofMinutes(1)));
        List<Long> tokens = new ArrayList<>();
        Grant grant = shared.acquireAsync(BOUND).get(10, TimeUnit.SECONDS);
        store.turnAtOnce = false;
        for (int i = 0; i < 4; i++) {
            CompletableFuture<Grant> next = shared.acquireAsync(BOUND);
            tokens.add(grant.token().value());
            grant.release();
            grant = next.get(10, TimeUnit.SECONDS);
        }
        tokens.add(grant.token().value());

        assertThat(tokens.get(1)).isEqualTo(tokens.get(0));
        assertThat(tokens.get(2)).isEqualTo(tokens.get(0));
        assertThat(tokens.get(3)).isGreaterThan(tokens.get(0));
        assertThat(tokens.get(4)).isEqualTo(tokens.get(3));
        assertThat(store.entered)
                .as("one place for each three holds, and one that stands by")
                .hasSize(3);
    }

    @Test
    void a_hand_off_ends_when_its_time_is_over() throws Exception {
        DistributedLock shared = coordination.lock("shared", new HandOff(1_000, Duration.ofSeconds(1)));
        Grant grant = shared.acquireAsync(BOUND).get(10, TimeUnit.SECONDS);
        store.turnAtOnce = false;
        CompletableFuture<Grant> next = shared.acquireAsync(BOUND);
        store.now.addAndGet(Duration.ofSeconds(1).toNanos());

        grant.release();

        assertThat(next.get(10, TimeUnit.SECONDS).token()).isGreaterThan(grant.token());
    }

    @Test
    void a_try_asks_the_store_nothing_while_this_process_holds_the_lock() throws Exception {
        Grant grant = lock.acquire(BOUND);
        place();

        assertThat(lock.tryAcquire()).isEmpty();
        assertThat(store.entered).isEmpty();
        assertThat(store.lists).hasValue(0);
        grant.close();
        assertThat(lock.tryAcquire()).isPresent();
    }
}
