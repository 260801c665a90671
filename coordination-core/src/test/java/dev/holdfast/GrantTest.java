package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.HandHeldBackend.HandHeldPlace;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GrantTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final HandHeldBackend store = new HandHeldBackend();
    private final Coordination coordination = store.coordination();

    @AfterEach
    void close() {
        coordination.close();
    }

    private Grant grant() throws InterruptedException {
        return coordination.lock("orders").acquire(BOUND);
    }

    private HandHeldPlace place() throws InterruptedException {
        return store.entered.take();
    }

    @Test
    void is_held_to_the_last_nanosecond_and_not_one_longer() throws InterruptedException {
        Grant grant = grant();
        store.now.set(store.session.validUntilNanos() - 1);
        assertThat(grant.isHeld()).isTrue();
        assertThat(grant.remaining()).isEqualTo(Duration.ofNanos(1));
        store.now.incrementAndGet();

        assertThat(grant.isHeld()).isFalse();
        assertThat(grant.remaining()).isZero();
        assertThat(grant.ended()).contains(LossReason.EXPIRED);
    }

    @Test
    void once_lost_is_never_held_again_whatever_the_store_promises() throws InterruptedException {
        Grant grant = grant();
        store.now.set(store.session.validUntilNanos());
        assertThat(grant.isHeld()).isFalse();
        store.session.validUntil.addAndGet(HandHeldBackend.SESSION.toNanos());

        assertThat(grant.isHeld()).isFalse();
    }

    @Test
    void every_grant_is_told_its_end_unasked_though_a_heartbeat_has_moved_it() throws InterruptedException {
        store.session.validUntil.set(store.now.get() + Duration.ofMillis(50).toNanos());
        BlockingQueue<LossReason> told = new LinkedBlockingQueue<>();
        for (String name : List.of("orders", "invoices")) {
            coordination.lock(name).acquire(BOUND).onLost(told::add);
        }
        store.session.validUntil.addAndGet(Duration.ofMillis(200).toNanos());

        assertThat(told.poll(150, TimeUnit.MILLISECONDS))
                .as("told at the deadline as it was")
                .isNull();
        store.now.set(store.session.validUntilNanos());

        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(LossReason.EXPIRED);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(LossReason.EXPIRED);
    }

    @Test
    void a_heartbeat_in_time_prolongs_it() throws InterruptedException {
        Grant grant = grant();
        store.session.validUntil.addAndGet(5);
        store.now.set(store.session.validUntilNanos() - 1);

        assertThat(grant.isHeld()).isTrue();
    }

    @Test
    void one_that_has_run_out_leaves_the_queue() throws InterruptedException {
        Grant grant = grant();
        store.now.set(store.session.validUntilNanos());
        assertThat(grant.isHeld()).isFalse();

        assertThat(place().leaving).isDone();
    }

    @Test
    void works_over_the_overflow_of_the_clock() throws InterruptedException {
        store.now.set(Long.MAX_VALUE - 5);
        store.session.validUntil.set(Long.MIN_VALUE + 5);
        Grant grant = grant();

        assertThat(grant.remaining()).isEqualTo(Duration.ofNanos(11));
        store.now.set(Long.MIN_VALUE + 5);
        assertThat(grant.isHeld()).isFalse();
    }

    @Test
    void a_step_is_begun_only_if_the_right_lasts_to_its_end() throws InterruptedException {
        Grant grant = grant();
        grant.ensureHeldFor(HandHeldBackend.SESSION);

        assertThatThrownBy(() -> grant.ensureHeldFor(HandHeldBackend.SESSION.plusNanos(1)))
                .isInstanceOf(SessionExpired.class)
                .hasMessageContaining("orders");
    }

    @Test
    void listeners_are_told_the_first_reason_once_and_in_their_order() throws InterruptedException {
        Grant grant = grant();
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 20; i++) {
            int number = i;
            grant.onLost(reason -> told.add(number + " " + reason));
        }
        HandHeldPlace place = place();
        place.gone.complete(LossReason.REVOKED);
        store.session.ended.complete(LossReason.SESSION_ENDED);
        grant.close();
        grant.onLost(reason -> told.add("late " + reason));
        await("all are told").atMost(BOUND).until(() -> told.size() == 21);

        assertThat(told.get(0)).isEqualTo("0 REVOKED");
        assertThat(told.get(19)).isEqualTo("19 REVOKED");
        assertThat(told.get(20)).isEqualTo("late REVOKED");
    }

    @Test
    void a_listener_that_throws_does_not_keep_the_next_from_being_told() throws InterruptedException {
        Grant grant = grant();
        BlockingQueue<LossReason> told = new LinkedBlockingQueue<>();
        grant.onLost(reason -> {
            throw new IllegalStateException("as the test wants");
        });
        grant.onLost(told::add);
        grant.close();

        await("the second is told").atMost(BOUND).until(() -> told.contains(LossReason.RELEASED));
    }

    @Test
    void one_that_has_ended_leaves_nothing_behind_on_its_session() throws InterruptedException {
        for (int i = 0; i < 10; i++) {
            grant().close();
        }
        assertThat(store.session.ended.getNumberOfDependents()).isZero();
    }
}
