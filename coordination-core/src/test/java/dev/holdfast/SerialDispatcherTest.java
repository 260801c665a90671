package dev.holdfast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SerialDispatcherTest {

    private final ExecutorService pool = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void runs_tasks_in_the_order_given_and_one_at_a_time() {
        SerialDispatcher dispatcher = new SerialDispatcher(pool);
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            dispatcher.execute(() -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                ran.add(number);
                running.decrementAndGet();
            });
        }
        await("all ran").atMost(Duration.ofSeconds(10)).until(() -> ran.size() == 1_000);

        assertThat(ran)
                .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
        assertThat(most).hasValue(1);
    }

    @Test
    void a_task_that_throws_does_not_stop_the_next() {
        SerialDispatcher dispatcher = new SerialDispatcher(pool);
        AtomicInteger ran = new AtomicInteger();
        dispatcher.execute(() -> {
            throw new AssertionError("as the test wants");
        });
        dispatcher.execute(ran::incrementAndGet);

        await("the next ran").atMost(Duration.ofSeconds(10)).until(() -> ran.get() == 1);
    }
}
