package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.DoubleBarrier.Inside;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each recipe asks of the store. */
class CostTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final List<CountingBackend> stores = new ArrayList<>();
    private final Coordination process = connect();
    private final CountingBackend store = stores.get(0);

    private Coordination connect() {
        try {
            return Coordination.connect("memory://cost:1/" + System.identityHashCode(this), backend -> {
                CountingBackend counting = new CountingBackend(backend);
                stores.add(counting);
                return counting;
            });
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        process.close();
    }

    @Test
    void a_free_lock_a_permit_and_either_side_of_a_read_write_lock_cost_one_entry_each() throws InterruptedException {
        process.lock("a").acquire(BOUND).close();
        assertThat(store.asked()).containsExactly("enter");
        process.semaphore("a", 3).acquire(BOUND);
        process.semaphore("a", 3).acquire(BOUND);
        assertThat(store.asked()).containsExactly("enter", "enter");
        process.readWriteLock("a").writeLock().acquire(BOUND).close();
        assertThat(store.asked()).containsExactly("enter");
        process.readWriteLock("a").readLock().acquire(BOUND);

        assertThat(store.asked()).containsExactly("enter");
    }

    @Test
    void a_reader_behind_another_costs_one_observation_more() throws InterruptedException {
        process.readWriteLock("b").readLock().acquire(BOUND);
        store.asked();
        process.readWriteLock("b").readLock().acquire(BOUND);

        assertThat(store.asked()).containsExactly("enter", "observe");
    }

    @Test
    void an_addition_costs_one_write_while_nobody_else_adds_and_a_read_and_a_write_more_otherwise()
            throws InterruptedException {
        DistributedCounter counter = process.counter("a");
        counter.add(1, BOUND);
        assertThat(store.asked()).containsExactly("read", "write");
        counter.add(1, BOUND);
        counter.add(1, BOUND);
        assertThat(store.asked()).containsExactly("write", "write");
        process.counter("a").add(1, BOUND);
        store.asked();

        assertThat(counter.add(1, BOUND)).isEqualTo(5);
        assertThat(store.asked()).containsExactly("write", "read", "write");
    }

    @Test
    void a_plain_candidate_costs_one_entry_and_one_that_gives_way_a_watch_beside() throws InterruptedException {
        BlockingQueue<Grant> reigns = new LinkedBlockingQueue<>();
        try (Candidacy plain = process.election("a").join("a", reigns::add)) {
            reigns.take();
            assertThat(plain).isNotNull();
            assertThat(store.asked()).startsWith("enter").containsOnly("enter");
        }
        store.asked();
        BlockingQueue<Grant> kept = new LinkedBlockingQueue<>();
        try (Candidacy polite = process.election("b").join("a", kept::add, new Standing(Duration.ofDays(1), true))) {
            kept.take();
            assertThat(polite).isNotNull();
            assertThat(store.asked()).containsExactly("watch", "enter");
        }
    }

    @Test
    void joining_and_changing_cost_one_entry_each() throws InterruptedException {
        Membership member = process.group("a").join("1", BOUND);
        member.change("2", BOUND);
        assertThat(store.asked()).containsExactly("enter", "enter");
        process.group("a").members(BOUND);

        assertThat(store.asked()).containsExactly("contenders");
    }

    @Test
    void the_last_of_a_double_barrier_writes_and_nobody_else() throws InterruptedException {
        try (Inside inside = process.doubleBarrier("a", 1).enter(BOUND)) {
            assertThat(inside.presence().isHeld()).isTrue();
        }
        assertThat(store.asked()).containsExactlyInAnyOrder("enter", "observe", "watch", "write");
    }

    @Test
    void a_barrier_costs_one_request_each_time() throws InterruptedException {
        Barrier barrier = process.barrier("a");
        barrier.shut(BOUND);
        barrier.open(BOUND);
        assertThat(barrier.await(BOUND)).isTrue();

        assertThat(store.asked()).containsExactly("write", "delete", "watch");
    }
}
