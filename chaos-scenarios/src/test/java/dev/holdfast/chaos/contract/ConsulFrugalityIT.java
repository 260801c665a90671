package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.Watch;
import dev.holdfast.chaos.cluster.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process costs that holds, waits for and watches much. */
class ConsulFrugalityIT {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final int HELD = 10_000;
    private static final int WAITERS = 1_000;
    private static final int WATCHES = 200;

    /** The writes that are under way at once, and the queries of their own that waits and loops may have. */
    private static final int THREADS_MAX = 32 + 16 + 16 + 8;

    private static final List<String> ENDPOINTS = new ArrayList<>();
    private static RealServers servers;

    private final String namespace =
            "frugal/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start("ConsulFrugalityIT", ServerKind.CONSUL, 1, data, endpoints -> {
            ENDPOINTS.addAll(endpoints);
            return new ConsulFixture(endpoints);
        });
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    private Coordination connect() throws InterruptedException {
        return Coordination.connect("consul://" + ENDPOINTS.get(0) + '/' + namespace + "?session=30s");
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("consul-call"))
                .count();
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static List<Grant> acquire(Coordination by, int count) {
        List<CompletableFuture<Grant>> asked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asked.add(by.lock("n" + i).acquireAsync(BOUND));
        }
        return new ArrayList<>(asked.stream().map(CompletableFuture::join).toList());
    }

    @Test
    void ten_thousand_held_locks_cost_two_kibibytes_each_and_no_thread() throws InterruptedException {
        try (Coordination holder = connect()) {
            acquire(holder, 100).forEach(Grant::close);
            long before = heap();
            List<Grant> grants = acquire(holder, HELD);
            await("the answers are done with").atMost(BOUND).until(() -> threads() <= 4);
            long each = (heap() - before) / HELD;
            System.out.printf("%d locks held: %d bytes of heap each, %d threads%n", HELD, each, threads());

            assertThat(each).isLessThan(2_048);
            assertThat(grants).allMatch(Grant::isHeld);
        }
    }

    @Test
    void a_thousand_waiters_on_different_names_share_their_queries_and_are_all_served() throws InterruptedException {
        try (Coordination holder = connect();
                Coordination waiter = connect()) {
            List<Grant> held = acquire(holder, WAITERS);
            List<CompletableFuture<Grant>> waiting = new ArrayList<>();
            for (int i = 0; i < WAITERS; i++) {
                waiting.add(waiter.lock("n" + i).acquireAsync(BOUND));
            }
            AtomicLong most = new AtomicLong();
            await("all wait").atMost(BOUND).until(() -> {
                most.accumulateAndGet(threads(), Math::max);
                return servers.fixture().queue(namespace, "lock").size() == 2 * WAITERS;
            });
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            long start = System.nanoTime();
            held.get(WAITERS - 1).close();
            assertThat(waiting.get(WAITERS - 1).join().isHeld()).isTrue();
            System.out.printf(
                    "%d waiters: %d threads at most; a shared wait took %d ms%n",
                    WAITERS, most.get(), (System.nanoTime() - start) / 1_000_000);
            held.forEach(Grant::close);

            assertThat(waiting).allMatch(grant -> grant.join().isHeld());
            assertThat(most.get()).isLessThan(2L * THREADS_MAX);
        }
    }

    @Test
    void watches_beyond_the_first_few_share_a_query_and_are_all_told() throws InterruptedException {
        try (Coordination writer = connect();
                Coordination watcher = connect()) {
            Set<String> told = ConcurrentHashMap.newKeySet();
            List<Watch<String>> watches = new ArrayList<>();
            for (int i = 0; i < WATCHES; i++) {
                String key = "k" + i;
                Watch<String> watch = watcher.config().watch(key, Codec.text(), BOUND);
                watch.onChange(value -> value.optional().ifPresent(text -> told.add(key + '=' + text)));
                watches.add(watch);
            }
            for (int i = 0; i < WATCHES; i++) {
                writer.config().put("k" + i, "a", Codec.text(), BOUND);
            }
            await("all are told").atMost(BOUND).until(() -> told.size() == WATCHES);
            System.out.printf("%d watches: %d threads%n", WATCHES, threads());

            assertThat(threads()).isLessThan(THREADS_MAX);
            await("all are confirmed")
                    .atMost(BOUND)
                    .until(() ->
                            watches.stream().allMatch(watch -> watch.staleness().compareTo(Duration.ofSeconds(3)) < 0));
        }
    }
}
