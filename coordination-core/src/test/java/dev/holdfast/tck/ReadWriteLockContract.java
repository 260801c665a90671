package dev.holdfast.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.DistributedLock;
import dev.holdfast.DistributedReadWriteLock;
import dev.holdfast.Grant;
import dev.holdfast.tck.BackendFixture.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a lock promises that readers share and a writer has alone. */
public abstract class ReadWriteLockContract extends Contract {

    private static final String LOCK = "catalogue";
    private static final String QUEUE = "rwlock/" + LOCK;
    private static final Duration SHORT = Duration.ofMillis(300);

    private DistributedReadWriteLock lock() throws InterruptedException {
        return client().coordination().readWriteLock(LOCK);
    }

    /** Asks for a side, and returns when the request stands in the queue. */
    private CompletableFuture<Grant> asked(DistributedLock side, int size) {
        CompletableFuture<Grant> request = side.acquireAsync(bound().multipliedBy(2));
        awaitQueue(QUEUE, size);
        return request;
    }

    private Grant granted(CompletableFuture<Grant> request) {
        eventually("it is granted", request::isDone);
        return request.join();
    }

    @Test
    void readers_hold_it_at_the_same_time() throws InterruptedException {
        DistributedReadWriteLock one = lock();
        Grant first = one.readLock().acquire(bound());
        Grant second = one.readLock().acquire(bound());
        Grant third = lock().readLock().acquire(bound());

        assertThat(List.of(first, second, third)).allMatch(Grant::isHeld);
        assertThat(queue(QUEUE)).hasSize(3);
    }

    @Test
    void a_writer_waits_for_all_readers_before_it_and_later_readers_wait_for_the_writer() throws InterruptedException {
        Grant first = lock().readLock().acquire(bound());
        Grant second = lock().readLock().acquire(bound());
        CompletableFuture<Grant> writer = asked(lock().writeLock(), 3);
        CompletableFuture<Grant> reader = asked(lock().readLock(), 4);
        first.close();
        awaitQueue(QUEUE, 3);
        throughout("both wait", SHORT, () -> !writer.isDone() && !reader.isDone());
        second.close();

        Grant written = granted(writer);
        throughout("the reader waits for the writer", SHORT, () -> !reader.isDone());
        written.close();
        assertThat(granted(reader).token().isNewerThan(written.token())).isTrue();
    }

    @Test
    void readers_behind_a_writer_are_granted_together_and_the_next_writer_after_them() throws InterruptedException {
        Grant writer = lock().writeLock().acquire(bound());
        DistributedReadWriteLock process = lock();
        CompletableFuture<Grant> first = asked(process.readLock(), 2);
        CompletableFuture<Grant> second = asked(lock().readLock(), 3);
        CompletableFuture<Grant> last = asked(process.writeLock(), 4);
        CompletableFuture<Grant> third = asked(process.readLock(), 5);
        writer.close();

        Grant one = granted(first);
        Grant other = granted(second);
        assertThat(one.isHeld() && other.isHeld()).isTrue();
        throughout("the writer waits for them", SHORT, () -> !last.isDone() && !third.isDone());
        one.close();
        other.close();
        granted(last).close();
        granted(third).close();
    }

    @Test
    void when_a_waiting_writer_gives_up_the_readers_behind_it_join_those_before_it() throws InterruptedException {
        Grant before = lock().readLock().acquire(bound());
        CompletableFuture<Grant> writer = asked(lock().writeLock(), 2);
        CompletableFuture<Grant> behind = asked(lock().readLock(), 3);
        writer.cancel(true);

        assertThat(granted(behind).isHeld() && before.isHeld()).isTrue();
        awaitQueue(QUEUE, 2);
    }

    @Test
    void asking_without_waiting_respects_who_holds_and_who_waits() throws InterruptedException {
        DistributedReadWriteLock one = lock();
        DistributedReadWriteLock other = lock();
        Grant reader = one.readLock().tryAcquire().orElseThrow();
        Grant beside = other.readLock().tryAcquire().orElseThrow();
        assertThat(one.writeLock().tryAcquire()).isEmpty();
        CompletableFuture<Grant> writer = asked(other.writeLock(), 3);
        assertThat(one.readLock().tryAcquire()).isEmpty();
        awaitQueue(QUEUE, 3);
        reader.close();
        beside.close();

        Grant written = granted(writer);
        assertThat(one.readLock().tryAcquire()).isEmpty();
        written.close();
        assertThat(one.writeLock().tryAcquire()).get().matches(Grant::isHeld);
    }

    @Test
    void a_reader_whose_session_ends_holds_no_writer_up() throws InterruptedException {
        Client dying = client();
        Grant lost = dying.coordination().readWriteLock(LOCK).readLock().acquire(bound());
        Client other = client();
        CompletableFuture<Grant> writer = other.coordination()
                .readWriteLock(LOCK)
                .writeLock()
                .acquireAsync(failOver(other).multipliedBy(2));
        awaitQueue(QUEUE, 2);
        dying.expireSession();

        eventually("the writer is granted", failOver(other), writer::isDone);
        eventually("the reader sees its loss", failOver(dying), () -> !lost.isHeld());
        assertThat(writer.join().token().isNewerThan(lost.token())).isTrue();
    }

    @Test
    void no_update_is_lost_and_no_reader_sees_a_writer_at_work() throws InterruptedException {
        int rounds = 4;
        Unguarded counter = new Unguarded();
        AtomicInteger writing = new AtomicInteger();
        List<Task<Void>> workers = new ArrayList<>();
        for (int process = 0; process < 2; process++) {
            DistributedReadWriteLock lock = lock();
            for (int thread = 0; thread < 2; thread++) {
                workers.add(start(() -> {
                    for (int round = 0; round < rounds; round++) {
                        try (Grant grant = lock.writeLock().acquire(bound().multipliedBy(3))) {
                            writing.incrementAndGet();
                            counter.add(grant.token().value());
                            writing.decrementAndGet();
                        }
                        try (Grant grant = lock.readLock().acquire(bound().multipliedBy(3))) {
                            assertThat(writing).as("writers beside " + grant).hasValue(0);
                        }
                    }
                    return null;
                }));
            }
        }
        for (Task<Void> worker : workers) {
            worker.within("a worker has done its rounds", bound().multipliedBy(3));
        }
        assertThat(counter.value()).isEqualTo(workers.size() * rounds);
        assertThat(counter.tokens()).isSorted().doesNotHaveDuplicates();
    }
}
