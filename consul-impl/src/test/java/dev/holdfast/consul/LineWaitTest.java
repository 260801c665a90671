package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.consul.OwnPlaces.Want;
import dev.holdfast.consul.PollLoop.Timing;
import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineWaitTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Thread first = Thread.currentThread();
    private final CountDownLatch secondBegins = new CountDownLatch(1);
    private final CountDownLatch firstIsDone = new CountDownLatch(1);
    private final AtomicInteger unknown = new AtomicInteger();
    private volatile @Nullable Thread second;
    private FakeConsul consul;
    private LineWait line;

    @BeforeEach
    void open() throws IOException {
        consul = new FakeConsul(holdingTheSecond(), Carrier::new);
        Timing timing = Timing.confirming(Duration.ofSeconds(2));
        Waits waits = new Waits(
                consul.calls(),
                consul.threads(),
                timing,
                kind -> new Roll(kind, consul.calls(), consul.threads(), timing, () -> false, listing -> {}));
        line = new LineWait(
                "ns/lock/a/",
                waits.roll("ns", "lock/a"),
                waits,
                () -> new Want("ns/k", 10),
                listing -> false,
                this::unknown);
    }

    @AfterEach
    void close() {
        firstIsDone.countDown();
        consul.close();
    }

    /** Has the second thread wait, just before it sends its request, until the first one is done. */
    private Ticker holdingTheSecond() {
        return () -> {
            if (Thread.currentThread() == second) {
                secondBegins.countDown();
                awaits(firstIsDone);
            }
            return Ticker.SYSTEM.nanos();
        };
    }

    /** Runs on the first thread, whose request is answered before its wait is known; then the line waits anew. */
    private void unknown() {
        if (unknown.incrementAndGet() == 1) {
            Thread next = new Thread(line::advance, "second");
            second = next;
            next.start();
            awaits(secondBegins);
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            assertThat(latch.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Carries the requests of the first thread on that thread itself. */
    private final class Carrier extends AbstractExecutorService {

        private final ExecutorService others;

        Carrier(ExecutorService others) {
            this.others = others;
        }

        @Override
        public void execute(Runnable task) {
            if (Thread.currentThread() == first) {
                task.run();
            } else {
                others.execute(task);
            }
        }

        @Override
        public void shutdown() {
            others.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return others.shutdownNow();
        }

        @Override
        public boolean isShutdown() {
            return others.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return others.isTerminated();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return others.awaitTermination(timeout, unit);
        }
    }

    @Test
    void a_wait_that_is_over_before_it_is_known_does_not_replace_the_next_one() throws InterruptedException {
        consul.absent(20);
        line.advance();
        firstIsDone.countDown();
        assertThat(second).isNotNull();
        second.join(BOUND.toMillis());
        consul.absent(21);

        await("the second wait tells too").atMost(BOUND).until(() -> unknown.get() == 2);
    }
}
