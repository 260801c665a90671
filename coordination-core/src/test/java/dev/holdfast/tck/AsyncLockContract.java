package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Coordination;
import dev.holdfast.DistributedLock;
import dev.holdfast.Grant;
import dev.holdfast.model.Unavailable;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What waiting for a lock without a thread promises. */
public abstract class AsyncLockContract extends Contract {

    private static final String LOCK = "orders/42";
    private static final String QUEUE = "lock/" + LOCK;
    private static final Duration SHORT = Duration.ofMillis(300);

    private static DistributedLock lock(Client client) {
        return client.coordination().lock(LOCK);
    }

    @Test
    void it_completes_with_the_grant_on_a_callback_thread() throws InterruptedException {
        Grant holder = lock(client()).acquire(bound());
        BlockingQueue<String> completedBy = new LinkedBlockingQueue<>();
        CompletableFuture<Grant> waiter = lock(client())
                .acquireAsync(bound().multipliedBy(2))
                .whenComplete((grant, failure) ->
                        completedBy.add(Thread.currentThread().getName()));
        awaitQueue(QUEUE, 2);
        throughout("it waits", SHORT, () -> !waiter.isDone());
        holder.close();

        eventually("it is granted", () -> !completedBy.isEmpty());
        assertThat(waiter.join().isHeld()).isTrue();
        assertThat(waiter.join().token().isNewerThan(holder.token())).isTrue();
        assertThat(completedBy.element()).startsWith("holdfast-callback");
    }

    @Test
    void one_that_is_cancelled_leaves_the_queue_and_is_never_granted() throws InterruptedException {
        Grant holder = lock(client()).acquire(bound());
        Client other = client();
        CompletableFuture<Grant> cancelled = lock(other).acquireAsync(bound().multipliedBy(2));
        awaitQueue(QUEUE, 2);
        CompletableFuture<Optional<Grant>> patient = lock(client()).tryAcquireAsync(bound().multipliedBy(2));
        awaitQueue(QUEUE, 3);
        cancelled.cancel(true);
        awaitQueue(QUEUE, 2);
        holder.close();

        eventually("the one behind it is granted", patient::isDone);
        assertThat(patient.join()).get().matches(Grant::isHeld);
        awaitQueue(QUEUE, 1);
    }

    @Test
    void one_that_is_cancelled_at_any_moment_leaves_nothing() throws InterruptedException {
        DistributedLock lock = lock(client());
        for (int i = 0; i < 12; i++) {
            CompletableFuture<Grant> request = lock.acquireAsync(bound());
            if (i % 3 == 1) {
                awaitQueue(QUEUE, 1);
            }
            request.cancel(true);
            if (request.isCancelled()) {
                awaitQueue(QUEUE, 0);
            } else {
                request.join().close();
            }
        }
        assertThat(lock.acquire(bound()).isHeld()).isTrue();
    }

    @Test
    void when_the_time_is_over_it_says_that_others_held_the_lock() throws InterruptedException {
        Grant holder = lock(client()).acquire(bound());
        DistributedLock other = lock(client());
        CompletableFuture<Grant> strict = other.acquireAsync(SHORT);
        CompletableFuture<Optional<Grant>> lenient = other.tryAcquireAsync(SHORT);

        eventually("both have ended", () -> strict.isDone() && lenient.isDone());
        assertThat(lenient.join()).isEmpty();
        assertThat(strict)
                .failsWithin(bound())
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(Unavailable.class);
        awaitQueue(QUEUE, 1);
        assertThat(holder.isHeld()).isTrue();
    }

    @Test
    void a_closed_coordination_ends_every_wait() throws InterruptedException {
        Grant holder = lock(client()).acquire(bound());
        Coordination closing = client().coordination();
        List<CompletableFuture<Grant>> waiters = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiters.add(closing.lock(LOCK).acquireAsync(bound().multipliedBy(2)));
        }
        awaitQueue(QUEUE, 17);
        closing.close();

        eventually("all have ended", () -> waiters.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        awaitQueue(QUEUE, 1);
        assertThat(holder.isHeld()).isTrue();
    }

    @Test
    void many_wait_without_a_thread_each() throws InterruptedException {
        int waiters = 200;
        Grant holder = lock(client()).acquire(bound());
        DistributedLock lock = lock(client());
        int before = Thread.activeCount();
        List<CompletableFuture<Grant>> all = new ArrayList<>();
        for (int i = 0; i < waiters; i++) {
            all.add(lock.acquireAsync(bound().multipliedBy(4)));
        }
        awaitQueue(QUEUE, 17);
        eventually("few threads wait", () -> Thread.activeCount() < before + waiters / 2);
        holder.close();
        eventually("the first is granted", all.get(0)::isDone);
        assertThat(all.stream().filter(CompletableFuture::isDone)).hasSize(1);
        all.subList(1, waiters).forEach(request -> request.cancel(true));
        all.get(0).join().close();

        awaitQueue(QUEUE, 0);
    }
}
