package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.chaos.contract.ZooKeeperScene.Ear;
import dev.holdfast.spi.Ticker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What many locks of one process cost it. */
class ZooKeeperFrugalityIT {

    private static final int LOCKS = 10_000;
    private static final int BATCH = 100;
    private static final int BYTES_MAX = 2048;
    private static final int COLLECTIONS = 3;

    /** Many times a session. */
    private static final Duration LONG = Duration.ofMinutes(2);

    private static ZooKeeperScene scene;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        scene = ZooKeeperScene.start("ZooKeeperFrugalityIT", data);
    }

    @AfterAll
    static void stop() throws Exception {
        scene.stop();
    }

    private static long usedBytes() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** A hundred at a time, so that none waits longer for its answer than a session lasts. */
    private static List<Grant> hold(Coordination coordination, String prefix, int count) throws Exception {
        List<Grant> grants = new ArrayList<>();
        for (int from = 0; from < count; from += BATCH) {
            List<CompletableFuture<Grant>> all = new ArrayList<>();
            for (int i = from; i < from + BATCH; i++) {
                all.add(coordination.lock(prefix + i).acquireAsync(ZooKeeperScene.BOUND));
            }
            for (CompletableFuture<Grant> one : all) {
                grants.add(one.get(ZooKeeperScene.BOUND.toSeconds(), TimeUnit.SECONDS));
            }
        }
        return grants;
    }

    @Test
    void ten_thousand_locks_held_by_one_process_take_less_than_two_kibibytes_and_no_thread_each() throws Exception {
        String namespace = ZooKeeperScene.namespace();
        try (Coordination coordination =
                Coordination.over(scene.backend(namespace), "zookeeper:/" + namespace, Ticker.SYSTEM)) {
            assertThat(hold(coordination, "warm-", 1000)).hasSize(1000);
            long before = usedBytes();
            List<Grant> grants = hold(coordination, "orders/", LOCKS);
            long each = (usedBytes() - before) / LOCKS;
            System.out.printf("each held lock takes %d bytes, all threads are %d%n", each, Thread.activeCount());

            assertThat(grants).allMatch(Grant::isHeld);
            assertThat(each).isLessThan(BYTES_MAX);
            assertThat(Thread.activeCount()).isLessThan(100);
        }
    }

    @Test
    void ten_thousand_locks_asked_for_at_once_cost_no_session() throws Exception {
        String namespace = ZooKeeperScene.namespace();
        Ear ear = new Ear();
        long start = System.nanoTime();
        try (Coordination coordination = Coordination.over(
                scene.backend(namespace, scene.link(), ear), "zookeeper:/" + namespace, Ticker.SYSTEM)) {
            List<CompletableFuture<Grant>> all = new ArrayList<>();
            for (int i = 0; i < LOCKS; i++) {
                all.add(coordination.lock("orders/" + i).acquireAsync(LONG));
            }
            List<Grant> grants = new ArrayList<>();
            for (CompletableFuture<Grant> one : all) {
                grants.add(one.get(LONG.toSeconds(), TimeUnit.SECONDS));
            }
            System.out.printf("%d locks took %d ms%n", LOCKS, (System.nanoTime() - start) / 1_000_000);
            assertThat(grants).allMatch(Grant::isHeld);
            assertThat(ear.heard().stream().filter("made"::equals)).hasSize(1);
            assertThat(ear.heard()).doesNotContain("ended SESSION_ENDED");
        }
    }
}
