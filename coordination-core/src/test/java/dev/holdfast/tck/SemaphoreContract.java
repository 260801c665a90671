package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.Coordination;
import dev.holdfast.DistributedSemaphore;
import dev.holdfast.Grant;
import dev.holdfast.model.Unavailable;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a semaphore promises. */
public abstract class SemaphoreContract extends Contract {

    private static final String SEMAPHORE = "downloads";
    private static final String QUEUE = "semaphore/" + SEMAPHORE;
    private static final Duration SHORT = Duration.ofMillis(300);

    private DistributedSemaphore semaphore(int permits) throws InterruptedException {
        return client().coordination().semaphore(SEMAPHORE, permits);
    }

    @Test
    void as_many_hold_as_there_are_permits_and_the_next_waits() throws InterruptedException {
        DistributedSemaphore one = semaphore(3);
        DistributedSemaphore other = semaphore(3);
        List<Grant> held = List.of(one.acquire(bound()), one.acquire(bound()), other.acquire(bound()));
        Task<Grant> next = start(() -> other.acquire(bound().multipliedBy(2)));
        awaitQueue(QUEUE, 4);
        throughout("the fourth waits", SHORT, () -> !next.isDone());
        assertThat(held).allMatch(Grant::isHeld);
        held.get(1).close();

        assertThat(next.within("a permit is free", bound()).isHeld()).isTrue();
        assertThat(held.get(0).isHeld()).isTrue();
        awaitQueue(QUEUE, 3);
    }

    @Test
    void one_process_can_hold_any_number_of_permits() throws InterruptedException {
        DistributedSemaphore semaphore = semaphore(40);
        List<CompletableFuture<Grant>> requests = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            requests.add(semaphore.acquireAsync(bound()));
        }

        eventually("all are granted", () -> requests.stream().allMatch(CompletableFuture::isDone));
        assertThat(requests).allMatch(request -> request.join().isHeld());
    }

    @Test
    void waiters_are_served_in_the_order_in_which_they_came() throws InterruptedException {
        DistributedSemaphore holder = semaphore(2);
        List<Grant> held = List.of(holder.acquire(bound()), holder.acquire(bound()));
        List<DistributedSemaphore> processes = List.of(semaphore(2), semaphore(2));
        BlockingQueue<Integer> served = new LinkedBlockingQueue<>();
        List<Task<Grant>> waiters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            waiters.add(start(() -> {
                Grant grant = processes.get(number % 2).acquire(bound().multipliedBy(2));
                served.add(number);
                return grant;
            }));
            awaitQueue(QUEUE, i + 3);
        }
        List<Grant> free = new ArrayList<>(held);
        for (int i = 0; i < 4; i++) {
            free.get(i).close();
            free.add(waiters.get(i).within("waiter " + i + " is served", bound()));
        }
        assertThat(served).containsExactly(0, 1, 2, 3);
        assertThat(free.stream().map(grant -> grant.token().value())).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void asking_without_waiting_gets_what_is_free_and_leaves_nothing_otherwise() throws InterruptedException {
        DistributedSemaphore one = semaphore(2);
        DistributedSemaphore other = semaphore(2);
        assertThat(one.tryAcquire()).get().matches(Grant::isHeld);
        Grant second = other.tryAcquire().orElseThrow();
        assertThat(one.tryAcquire()).isEmpty();
        assertThat(other.tryAcquire()).isEmpty();
        awaitQueue(QUEUE, 2);
        second.close();

        assertThat(one.tryAcquire()).get().matches(Grant::isHeld);
    }

    @Test
    void one_that_waits_in_vain_says_so_and_leaves_nothing() throws InterruptedException {
        Grant held = semaphore(1).acquire(bound());
        DistributedSemaphore other = semaphore(1);

        assertThatThrownBy(() -> other.acquire(SHORT))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining(SEMAPHORE);
        assertThat(other.tryAcquire(SHORT)).isEmpty();
        awaitQueue(QUEUE, 1);
        assertThat(held.isHeld()).isTrue();
    }

    @Test
    void the_permits_of_a_session_that_ends_pass_on() throws InterruptedException {
        Client dying = client();
        DistributedSemaphore semaphore = dying.coordination().semaphore(SEMAPHORE, 2);
        List<Grant> lost = List.of(semaphore.acquire(bound()), semaphore.acquire(bound()));
        Client other = client();
        DistributedSemaphore next = other.coordination().semaphore(SEMAPHORE, 2);
        CompletableFuture<Grant> first = next.acquireAsync(failOver(other).multipliedBy(2));
        CompletableFuture<Grant> second = next.acquireAsync(failOver(other).multipliedBy(2));
        awaitQueue(QUEUE, 4);
        dying.expireSession();

        eventually("both pass on", failOver(other), () -> first.isDone() && second.isDone());
        assertThat(first.join().isHeld() && second.join().isHeld()).isTrue();
        eventually("the loss is seen", failOver(dying), () -> lost.stream().noneMatch(Grant::isHeld));
    }

    @Test
    void cancelling_a_request_withdraws_it() throws InterruptedException {
        Grant held = semaphore(1).acquire(bound());
        CompletableFuture<Grant> waiter = semaphore(1).acquireAsync(bound().multipliedBy(2));
        awaitQueue(QUEUE, 2);
        waiter.cancel(true);

        awaitQueue(QUEUE, 1);
        assertThat(held.isHeld()).isTrue();
    }

    @Test
    void another_number_of_permits_is_refused_where_it_is_seen() throws InterruptedException {
        Coordination process = client().coordination();
        Grant held = process.semaphore(SEMAPHORE, 2).acquire(bound());
        DistributedSemaphore other = semaphore(3);

        assertThatThrownBy(other::tryAcquire).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> process.semaphore(SEMAPHORE, 3).acquire(bound()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> process.semaphore(SEMAPHORE, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(held.isHeld()).isTrue();
        awaitQueue(QUEUE, 1);
    }

    @Test
    void never_do_more_hold_than_there_are_permits() throws InterruptedException {
        int permits = 2;
        AtomicInteger holding = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Task<Void>> workers = new ArrayList<>();
        for (int process = 0; process < 2; process++) {
            DistributedSemaphore semaphore = semaphore(permits);
            for (int thread = 0; thread < 3; thread++) {
                workers.add(start(() -> {
                    Unguarded work = new Unguarded();
                    for (int round = 0; round < 5; round++) {
                        try (Grant grant = semaphore.acquire(bound().multipliedBy(3))) {
                            most.accumulateAndGet(holding.incrementAndGet(), Math::max);
                            work.add(grant.token().value());
                            holding.decrementAndGet();
                        }
                    }
                    return null;
                }));
            }
        }
        for (Task<Void> worker : workers) {
            worker.within("a worker has done its rounds", bound().multipliedBy(3));
        }
        assertThat(most).hasValue(permits);
    }
}
