package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.DistributedLock;
import dev.holdfast.FencingGuard;
import dev.holdfast.Grant;
import dev.holdfast.HandOff;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the threads of one process may rely on that share a lock, and the other processes beside them. */
public abstract class LocalTurnsContract extends Contract {

    private static final String LOCK = "orders/42";
    private static final String QUEUE = "lock/" + LOCK;
    private static final HandOff LONG = new HandOff(1_000, Duration.ofHours(1));

    private Grant granted(CompletableFuture<Grant> request) {
        eventually("it is granted", request::isDone);
        return request.join();
    }

    /** Lets each of some requests be granted in turn, and returns their tokens. */
    private List<Long> tokens(Grant first, List<CompletableFuture<Grant>> behind) {
        List<Long> tokens = new ArrayList<>(List.of(first.token().value()));
        Grant last = first;
        for (CompletableFuture<Grant> request : behind) {
            last.close();
            last = granted(request);
            tokens.add(last.token().value());
        }
        last.close();
        return tokens;
    }

    private List<CompletableFuture<Grant>> waiters(DistributedLock lock, int count) {
        List<CompletableFuture<Grant>> waiters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            waiters.add(lock.acquireAsync(bound().multipliedBy(3)));
        }
        return waiters;
    }

    @Test
    void threads_of_one_process_exclude_each_other_and_each_has_a_token_of_its_own() throws InterruptedException {
        DistributedLock lock = client().coordination().lock(LOCK);
        Unguarded counter = new Unguarded();
        AtomicLong waiting = new AtomicLong();
        List<Task<Void>> workers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            workers.add(start(() -> {
                for (int round = 0; round < 4; round++) {
                    waiting.incrementAndGet();
                    try (Grant grant = lock.acquire(bound().multipliedBy(3))) {
                        counter.add(grant.token().value());
                    }
                }
                return null;
            }));
        }
        for (Task<Void> worker : workers) {
            worker.within("a worker has done its rounds", bound().multipliedBy(3));
        }
        assertThat(counter.value()).isEqualTo((int) waiting.get());
        assertThat(counter.tokens()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void requests_of_one_process_are_served_in_their_order() throws InterruptedException {
        DistributedLock lock = client().coordination().lock(LOCK);
        Grant first = lock.acquire(bound());
        List<CompletableFuture<Grant>> waiters = waiters(lock, 20);
        for (int next = 0; next < waiters.size(); next++) {
            (next == 0 ? first : waiters.get(next - 1).join()).close();
            granted(waiters.get(next));
            assertThat(waiters.stream().filter(CompletableFuture::isDone)).hasSize(next + 1);
        }
    }

    @Test
    void a_hand_off_keeps_the_token_for_as_many_grants_as_it_says() throws InterruptedException {
        DistributedLock lock = client().coordination().lock(LOCK, new HandOff(3, Duration.ofHours(1)));
        List<Long> tokens = tokens(lock.acquire(bound()), waiters(lock, 5));

        assertThat(tokens).isSorted();
        assertThat(tokens.subList(0, 3)).containsOnly(tokens.get(0));
        assertThat(tokens.subList(3, 6)).containsOnly(tokens.get(3)).doesNotContain(tokens.get(0));
    }

    @Test
    void a_hand_off_ends_with_its_time() throws InterruptedException {
        Duration time = Duration.ofMillis(200);
        DistributedLock lock = client().coordination().lock(LOCK, new HandOff(1_000, time));
        Grant first = lock.acquire(bound());
        List<CompletableFuture<Grant>> behind = waiters(lock, 1);
        long since = System.nanoTime();
        eventually("the time is over", () -> System.nanoTime() - since > time.toNanos());

        assertThat(tokens(first, behind)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_guard_admits_every_grant_of_a_hand_off_and_none_after_the_next_token() throws InterruptedException {
        FencingGuard guard = FencingGuard.inMemory();
        DistributedLock lock = client().coordination().lock(LOCK, new HandOff(2, Duration.ofHours(1)));
        Grant first = lock.acquire(bound());
        List<CompletableFuture<Grant>> behind = waiters(lock, 2);
        assertThat(guard.admits(first.token())).isTrue();
        first.close();
        Grant second = granted(behind.get(0));
        assertThat(guard.admits(second.token())).isTrue();
        second.close();
        Grant third = granted(behind.get(1));

        assertThat(guard.admits(third.token())).isTrue();
        assertThat(guard.admits(second.token())).isFalse();
    }

    @Test
    void other_processes_get_their_turn_beside_one_that_hands_off() throws InterruptedException {
        DistributedLock busy = client().coordination().lock(LOCK, new HandOff(4, Duration.ofSeconds(1)));
        DistributedLock other = client().coordination().lock(LOCK);
        AtomicBoolean over = new AtomicBoolean();
        List<Task<Integer>> workers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            workers.add(start(() -> {
                int rounds = 0;
                while (!over.get()) {
                    try (Grant grant = busy.acquire(bound().multipliedBy(3))) {
                        assertThat(grant.token().value()).isPositive();
                        rounds++;
                    }
                }
                return rounds;
            }));
        }
        for (int i = 0; i < 3; i++) {
            try (Grant grant = other.acquire(bound())) {
                assertThat(grant.isHeld()).isTrue();
            }
        }
        over.set(true);
        for (Task<Integer> worker : workers) {
            assertThat(worker.within("a worker ends", bound())).isPositive();
        }
    }

    @Test
    void a_turn_does_not_pass_over_another_process() throws InterruptedException {
        DistributedLock lock = client().coordination().lock(LOCK);
        Grant first = lock.acquire(bound());
        CompletableFuture<Grant> other = client().coordination().lock(LOCK).acquireAsync(bound());
        awaitQueue(QUEUE, 2);
        CompletableFuture<Grant> behind = lock.acquireAsync(bound());
        awaitQueue(QUEUE, 3);
        first.close();

        Grant second = granted(other);
        throughout("the last waits", Duration.ofMillis(200), () -> !behind.isDone());
        second.close();
        assertThat(granted(behind).token().isNewerThan(second.token())).isTrue();
    }

    @Test
    void a_right_that_was_lost_is_not_handed_off() throws InterruptedException {
        Client dying = client();
        DistributedLock lock = dying.coordination().lock(LOCK, LONG);
        Grant lost = lock.acquire(bound());
        CompletableFuture<Grant> behind = lock.acquireAsync(failOver(dying).multipliedBy(2));
        awaitQueue(QUEUE, 2);
        dying.expireSession();

        eventually("the next is granted", failOver(dying), behind::isDone);
        assertThat(lost.isHeld()).isFalse();
        assertThat(behind.join().token().isNewerThan(lost.token())).isTrue();
    }
}
