package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Coordination;
import dev.holdfast.DistributedLock;
import dev.holdfast.Grant;
import dev.holdfast.model.LossReason;
import dev.holdfast.model.Unavailable;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What a lock promises on a store that works. */
public abstract class LockContract extends Contract {

    private static final String LOCK = "orders/42";
    private static final String QUEUE = "lock/" + LOCK;
    private static final Duration SHORT = Duration.ofMillis(400);

    private DistributedLock lock() throws InterruptedException {
        return client().coordination().lock(LOCK);
    }

    @Test
    void a_free_lock_is_granted_with_a_token() throws InterruptedException {
        Grant grant = lock().acquire(bound());

        assertThat(grant.isHeld()).isTrue();
        assertThat(grant.token().value()).isPositive();
        assertThat(grant.remaining()).isPositive().isLessThanOrEqualTo(session());
        assertThat(queue(QUEUE)).hasSize(1);
    }

    @Test
    void second_contender_waits_until_the_first_releases_and_gets_a_higher_token() throws InterruptedException {
        Grant first = lock().acquire(bound());
        DistributedLock other = lock();
        Task<Boolean> overlaps = start(() -> {
            try (Grant second = other.acquire(bound().multipliedBy(2))) {
                assertThat(second.token().isNewerThan(first.token())).isTrue();
                return first.isHeld();
            }
        });
        awaitQueue(QUEUE, 2);
        throughout("the second waits", SHORT, () -> !overlaps.isDone());
        first.close();

        assertThat(overlaps.within("the second is granted", bound()))
                .as("the first still held the lock when the second was granted it")
                .isFalse();
    }

    @Test
    void waiters_are_served_in_the_order_in_which_they_came() throws InterruptedException {
        Grant holder = lock().acquire(bound());
        List<DistributedLock> processes = List.of(lock(), lock());
        BlockingQueue<Integer> served = new LinkedBlockingQueue<>();
        List<Task<Long>> waiters = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            waiters.add(start(() -> {
                try (Grant grant = processes.get(number % 2).acquire(bound().multipliedBy(3))) {
                    served.add(number);
                    return grant.token().value();
                }
            }));
            awaitQueue(QUEUE, i + 2);
        }
        holder.close();

        List<Long> tokens = new ArrayList<>();
        for (Task<Long> waiter : waiters) {
            tokens.add(waiter.within("a waiter is served", bound()));
        }
        assertThat(served).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(tokens).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void asking_for_a_held_lock_without_waiting_is_refused_at_once_and_leaves_nothing() throws InterruptedException {
        Grant holder = lock().acquire(bound());
        DistributedLock other = lock();
        long before = System.nanoTime();
        Optional<Grant> refused = other.tryAcquire();

        assertThat(refused).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(session());
        awaitQueue(QUEUE, 1);
        assertThat(holder.isHeld()).isTrue();
    }

    @Test
    void asking_for_a_free_lock_without_waiting_gets_it() throws InterruptedException {
        assertThat(lock().tryAcquire()).get().matches(Grant::isHeld);
    }

    @Test
    void an_acquire_that_times_out_says_so_and_leaves_nothing_in_the_queue() throws InterruptedException {
        Grant holder = lock().acquire(bound());
        DistributedLock other = lock();

        assertThatThrownBy(() -> other.acquire(SHORT))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining(LOCK);
        awaitQueue(QUEUE, 1);
        assertThat(holder.isHeld()).isTrue();
    }

    @Test
    void an_interrupted_acquire_leaves_nothing_in_the_queue() throws InterruptedException {
        Grant holder = lock().acquire(bound());
        DistributedLock other = lock();
        Task<Grant> waiter = start(() -> other.acquire(bound().multipliedBy(2)));
        awaitQueue(QUEUE, 2);
        waiter.thread().interrupt();

        assertThat(waiter.failureWithin("the waiter ends", bound())).isInstanceOf(InterruptedException.class);
        awaitQueue(QUEUE, 1);
        assertThat(holder.isHeld()).isTrue();
    }

    @Test
    void a_waiter_that_leaves_the_middle_of_the_queue_lets_nobody_in_and_holds_nobody_up() throws InterruptedException {
        Grant holder = lock().acquire(bound());
        DistributedLock second = lock();
        Task<Grant> leaver = start(() -> second.acquire(bound().multipliedBy(2)));
        awaitQueue(QUEUE, 2);
        DistributedLock third = lock();
        Task<Grant> last = start(() -> third.acquire(bound().multipliedBy(3)));
        awaitQueue(QUEUE, 3);
        leaver.thread().interrupt();
        awaitQueue(QUEUE, 2);
        throughout("the last one waits for the holder", SHORT, () -> !last.isDone());
        holder.close();

        assertThat(last.within("the last one is granted", bound()).isHeld()).isTrue();
    }

    @Test
    void two_threads_of_one_process_exclude_each_other() throws InterruptedException {
        Coordination process = client().coordination();
        Grant first = process.lock(LOCK).acquire(bound());

        assertThat(process.lock(LOCK).tryAcquire()).isEmpty();
        assertThat(process.lock(LOCK).tryAcquire(SHORT)).isEmpty();
        first.close();
        assertThat(process.lock(LOCK).acquire(bound()).token().isNewerThan(first.token()))
                .isTrue();
    }

    @Test
    void a_closed_grant_is_held_no_more_and_tells_so() throws InterruptedException {
        Grant grant = lock().acquire(bound());
        BlockingQueue<LossReason> told = new LinkedBlockingQueue<>();
        grant.onLost(told::add);
        grant.close();

        assertThat(grant.isHeld()).isFalse();
        assertThat(grant.remaining()).isZero();
        assertThat(grant.ended()).contains(LossReason.RELEASED);
        eventually("the end is told", () -> told.contains(LossReason.RELEASED));
        awaitQueue(QUEUE, 0);
    }

    @Test
    void closing_a_grant_again_takes_nothing_from_the_next_holder() throws InterruptedException {
        Grant first = lock().acquire(bound());
        first.close();
        Grant second = lock().acquire(bound());
        first.close();

        assertThat(second.isHeld()).isTrue();
        assertThat(queue(QUEUE)).hasSize(1);
        assertThat(lock().tryAcquire()).isEmpty();
    }

    @Test
    void locks_of_two_names_do_not_touch_each_other() throws InterruptedException {
        Coordination process = client().coordination();
        Grant one = process.lock("orders").acquire(bound());
        Grant other = process.lock("orders/42").acquire(bound());
        Grant third = process.lock("orders-42").acquire(bound());

        assertThat(List.of(one, other, third)).allMatch(Grant::isHeld);
    }

    @Test
    void a_closed_coordination_gives_its_grants_back_at_once() throws InterruptedException {
        Client closing = client();
        Grant held = closing.coordination().lock(LOCK).acquire(bound());
        BlockingQueue<LossReason> told = new LinkedBlockingQueue<>();
        held.onLost(told::add);
        DistributedLock other = lock();
        Task<Long> next = start(() -> {
            try (Grant grant = other.acquire(bound().multipliedBy(3))) {
                assertThat(held.isHeld()).as("held by a closed coordination").isFalse();
                assertThat(grant.token().isNewerThan(held.token())).isTrue();
                return System.nanoTime();
            }
        });
        awaitQueue(QUEUE, 2);
        long before = System.nanoTime();
        closing.coordination().close();

        assertThat(Duration.ofNanos(next.within("the next is granted", bound()) - before))
                .as("time until the next grant, which must not wait for the session to run out")
                .isLessThan(session().dividedBy(2));
        eventually("the end is told", () -> told.contains(LossReason.CLOSED));
    }

    @Test
    void no_update_is_lost_under_the_lock_and_tokens_rise_from_grant_to_grant() throws InterruptedException {
        int rounds = 6;
        List<Client> processes = List.of(client(), client(), client());
        Unguarded counter = new Unguarded();
        List<Task<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            DistributedLock lock = processes.get(i % 3).coordination().lock(LOCK);
            workers.add(start(() -> {
                for (int round = 0; round < rounds; round++) {
                    try (Grant grant = lock.acquire(bound().multipliedBy(5))) {
                        counter.add(grant.token().value());
                    }
                }
                return null;
            }));
        }
        for (Task<Void> worker : workers) {
            worker.within("a worker has done its rounds", bound().multipliedBy(5));
        }
        assertThat(counter.value()).isEqualTo(workers.size() * rounds);
        assertThat(counter.tokens()).isSorted().doesNotHaveDuplicates().hasSize(workers.size() * rounds);
    }
}
