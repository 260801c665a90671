package dev.holdfast.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import dev.holdfast.spi.WriteCondition;
import dev.holdfast.spi.WriteCondition.Absent;
import dev.holdfast.spi.WriteCondition.Always;
import dev.holdfast.spi.WriteCondition.WhileHeld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions, and writes that are guarded by a place of one. */
class SessionFaultsTest {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final byte[] VALUE = {1};

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private FakeEtcd etcd;

    private final Telemetry telemetry = new Telemetry() {
        @Override
        public void sessionMade() {
            heard.add("made");
        }

        @Override
        public void sessionEnded(LossReason reason) {
            heard.add("ended " + reason);
        }

        @Override
        public void heartbeatAnswered(long tookNanos) {
            heard.add(tookNanos >= 0 ? "heartbeat" : "a heartbeat answered before it was sent");
        }
    };

    @BeforeEach
    void start() throws IOException {
        etcd = new FakeEtcd();
    }

    @AfterEach
    void stop() {
        etcd.close();
    }

    private static Deadline soon() {
        return Deadline.after(Ticker.SYSTEM, BOUND);
    }

    private static Place enter(Backend backend, String queue) throws InterruptedException, ExecutionException {
        return backend.contention().enter(queue, "", 1, soon()).get();
    }

    private static WhileHeld guard(Place place, WriteCondition and) {
        return new WhileHeld(place.entry(), place.token(), place.session().id(), and);
    }

    @Test
    void a_session_below_the_least_that_the_server_grants_is_refused_with_the_range() {
        etcd.leastTtl(5);

        assertThatThrownBy(() -> etcd.connect(Duration.ofSeconds(2), Telemetry.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("session must be from 5s to 1440m")
                .hasMessageContaining("was 2s");
        await("the lease is given back").atMost(BOUND).until(() -> etcd.leases() == 0);
    }

    @Test
    void that_holds_for_a_lease_whose_grant_got_no_answer_too() {
        etcd.leastTtl(5);
        etcd.loseGrants(1);

        assertThatThrownBy(() -> etcd.connect(Duration.ofSeconds(2), Telemetry.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("session must be from 5s to 1440m");
        await("the lease is given back").atMost(BOUND).until(() -> etcd.leases() == 0);
    }

    @Test
    void a_lease_whose_grant_got_no_answer_is_used() throws InterruptedException, ExecutionException {
        etcd.loseGrants(1);

        try (Backend backend = etcd.connect(Duration.ofSeconds(3), Telemetry.NONE)) {
            assertThat(enter(backend, "lock/a").session().validUntilNanos()).isGreaterThan(Ticker.SYSTEM.nanos());
            assertThat(etcd.leases()).isEqualTo(1);
        }
    }

    @Test
    void a_lease_that_is_granted_while_its_client_closes_is_given_back() throws InterruptedException {
        Backend backend = etcd.connect(Duration.ofSeconds(3), telemetry);
        etcd.holdGrant();
        etcd.revokeAll();
        await("the next lease is granted").atMost(BOUND).until(() -> etcd.leases() == 1);

        Thread closing = new Thread(backend::close);
        closing.start();
        // it waits for the thread that gets leases, which it has interrupted
        await().atMost(BOUND)
                .until(() -> closing.getState() == Thread.State.TIMED_WAITING
                        || closing.getState() == Thread.State.TERMINATED);
        etcd.answerHeldGrant();
        closing.join(BOUND.toMillis());

        assertThat(etcd.leases()).isZero();
    }

    /** On a busy machine a client that loads its classes for the first time takes seconds. */
    @Test
    void what_the_client_takes_to_set_itself_up_is_not_taken_from_the_time_to_connect() throws InterruptedException {
        AtomicInteger readings = new AtomicInteger();
        Ticker late = () -> Ticker.SYSTEM.nanos() + (readings.incrementAndGet() > 2 ? 2 * BOUND.toNanos() : 0);
        Deadline deadline = Deadline.after(late, BOUND);

        try (Backend backend = etcd.connect(Duration.ofSeconds(3), Telemetry.NONE, deadline)) {
            assertThat(backend.capabilities().session()).isEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void a_renewal_that_is_answered_with_no_time_to_live_renews_nothing_and_ends_the_session()
            throws InterruptedException, ExecutionException {
        try (Backend backend = etcd.connect(Duration.ofSeconds(3), telemetry)) {
            Place place = enter(backend, "lock/a");
            etcd.revokeAll();

            assertThat(place.session().ended().toCompletableFuture().get()).isEqualTo(LossReason.SESSION_ENDED);
            Place again = enter(backend, "lock/a");
            assertThat(again.session().id()).isNotEqualTo(place.session().id());
            assertThat(again.token()).isGreaterThan(place.token());
        }
        assertThat(heard.stream().filter(what -> !what.equals("heartbeat")))
                .containsExactly("made", "ended SESSION_ENDED", "made", "ended CLOSED");
        assertThat(heard).contains("heartbeat");
    }

    @Test
    void many_entries_that_are_lost_together_are_each_told() throws InterruptedException, ExecutionException {
        try (Backend backend = etcd.connect()) {
            List<Place> places = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 200; i++) {
                places.add(enter(backend, "lock/" + i));
            }
            await("all are watched").atMost(BOUND).until(() -> etcd.watchCount() == 200);
            etcd.revokeAll();

            await("all are told")
                    .atMost(BOUND)
                    .until(() -> places.stream()
                            .allMatch(
                                    place -> place.gone().toCompletableFuture().isDone()));
        }
    }

    @Test
    void a_guarded_write_is_applied_while_the_entry_is_there() throws InterruptedException, ExecutionException {
        try (Backend backend = etcd.connect()) {
            Place place = enter(backend, "lock/a");

            assertThat(backend.entries()
                            .write("x", VALUE, guard(place, new Always()), soon())
                            .revision())
                    .isGreaterThan(place.token());
            assertThat(backend.entries().delete("x", guard(place, new Always()), soon()))
                    .isTrue();
        }
    }

    @Test
    void a_guarded_write_whose_own_condition_does_not_hold_is_a_conflict()
            throws InterruptedException, ExecutionException {
        try (Backend backend = etcd.connect()) {
            Place place = enter(backend, "lock/a");
            etcd.change(store -> store.put("shop/x", "there"));

            assertThatThrownBy(() -> backend.entries().write("x", VALUE, guard(place, new Absent()), soon()))
                    .isInstanceOf(Conflict.class);
        }
    }

    @Test
    void a_write_whose_guard_is_gone_changes_nothing_whatever_else_holds()
            throws InterruptedException, ExecutionException {
        try (Backend backend = etcd.connect()) {
            Place place = enter(backend, "lock/a");
            etcd.change(store -> {
                store.delete(place.entry());
                store.put("shop/x", "there");
            });

            assertThatThrownBy(() -> backend.entries().write("x", VALUE, guard(place, new Always()), soon()))
                    .isInstanceOf(SessionExpired.class);
            assertThatThrownBy(() -> backend.entries().write("x", VALUE, guard(place, new Absent()), soon()))
                    .isInstanceOf(SessionExpired.class);
            assertThatThrownBy(() -> backend.entries().delete("x", guard(place, new Always()), soon()))
                    .isInstanceOf(SessionExpired.class);
            assertThat(backend.entries().read("x", soon()))
                    .get()
                    .satisfies(entry -> assertThat(entry.value()).isEqualTo("there".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void an_entry_of_the_same_name_that_was_made_again_is_no_guard() throws InterruptedException, ExecutionException {
        try (Backend backend = etcd.connect()) {
            Place place = enter(backend, "lock/a");
            etcd.change(store -> {
                store.delete(place.entry());
                store.put(place.entry(), "made by somebody else");
            });

            assertThatThrownBy(() -> backend.entries().write("x", VALUE, guard(place, new Always()), soon()))
                    .isInstanceOf(SessionExpired.class);
        }
    }
}
