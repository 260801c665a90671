package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.chaos.cluster.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.locks.InterProcessMutex;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Curator's mutex and our lock exclude each other on one name. */
class CuratorIT {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final String NAMESPACE = "interop";

    private static RealServers servers;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Coordination ours;
    private CuratorFramework theirs;

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start("CuratorIT", ServerKind.ZOOKEEPER, 1, data, ZooKeeperFixture::new);
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    @BeforeEach
    void connect() throws InterruptedException {
        String address = servers.fixture().address(NAMESPACE);
        ours = Coordination.connect(address + "?session=10s");
        String members = address.substring("zookeeper://".length(), address.lastIndexOf('/' + NAMESPACE));
        theirs = CuratorFrameworkFactory.newClient(members, new RetryOneTime(100));
        theirs.start();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        ours.close();
        theirs.close();
    }

    private InterProcessMutex mutex(String name) {
        return new InterProcessMutex(theirs, '/' + NAMESPACE + "/lock/" + name);
    }

    private int contenders(String name) throws Exception {
        return theirs.getChildren().forPath('/' + NAMESPACE + "/lock/" + name).size();
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        await(what).pollInterval(Duration.ofMillis(10)).atMost(BOUND).until(condition);
    }

    @Test
    void ours_waits_while_theirs_is_held() throws Exception {
        InterProcessMutex mutex = mutex("theirs-first");
        mutex.acquire();

        CompletableFuture<Grant> waiting = ours.lock("theirs-first").acquireAsync(BOUND);
        eventually("ours stands in the queue", () -> contenders("theirs-first") == 2);
        assertThat(waiting).isNotDone();
        assertThat(ours.lock("theirs-first").tryAcquire()).isEmpty();
        mutex.release();

        try (Grant grant = waiting.get(20, TimeUnit.SECONDS)) {
            assertThat(grant.isHeld()).isTrue();
        }
    }

    @Test
    void theirs_waits_while_ours_is_held() throws Exception {
        Grant grant = ours.lock("ours-first").acquire(BOUND);
        InterProcessMutex mutex = mutex("ours-first");

        Future<Boolean> waiting = threads.submit(() -> mutex.acquire(20, TimeUnit.SECONDS));
        eventually("theirs stands in the queue", () -> contenders("ours-first") == 2);
        assertThat(waiting).isNotDone();
        grant.close();

        assertThat(waiting.get(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_crowd_of_both_never_holds_twice() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Future<?>> crowd = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            crowd.add(threads.submit(() -> {
                for (int turn = 0; turn < 10; turn++) {
                    try (Grant grant = ours.lock("crowd").acquire(BOUND)) {
                        assertThat(grant.isHeld()).isTrue();
                        most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                        holders.decrementAndGet();
                    }
                }
                return null;
            }));
            InterProcessMutex mutex = mutex("crowd");
            crowd.add(threads.submit(() -> {
                for (int turn = 0; turn < 10; turn++) {
                    mutex.acquire();
                    most.accumulateAndGet(holders.incrementAndGet(), Math::max);
                    holders.decrementAndGet();
                    mutex.release();
                }
                return null;
            }));
        }
        for (Future<?> one : crowd) {
            one.get(60, TimeUnit.SECONDS);
        }

        assertThat(most).hasValue(1);
    }
}
