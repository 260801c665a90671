package dev.holdfast.chaos.wire;

import static org.awaitility.Awaitility.await;

import dev.holdfast.Coordination;
import dev.holdfast.chaos.cluster.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the tests at the wire share: a real member, a fresh namespace, clients that are closed at the end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WireContract {

    static final Duration BOUND = Duration.ofSeconds(20);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private String namespace = "";
    private WireLab lab;

    /** Returns the store under test. */
    abstract ServerKind kind();

    @BeforeAll
    void start(@TempDir Path data) throws InterruptedException {
        lab = WireLab.start(getClass().getSimpleName(), kind(), data);
    }

    @AfterAll
    void stop() throws Exception {
        lab.stop();
    }

    @AfterEach
    void close_every_client() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        namespace = "";
    }

    final WireLab lab() {
        return lab;
    }

    final String namespace() {
        if (namespace.isEmpty()) {
            namespace = "wire/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        }
        return namespace;
    }

    final RecordingProxy proxy() {
        RecordingProxy proxy = lab.proxy();
        open.push(proxy);
        return proxy;
    }

    final Coordination connect(RecordingProxy proxy, Duration session) throws InterruptedException {
        Coordination coordination = lab.connect(proxy, namespace(), session);
        open.push(coordination);
        return coordination;
    }

    /** Connects a client that nothing happens to. */
    final Client client(Duration session) throws InterruptedException {
        RecordingProxy proxy = proxy();
        return new Client(proxy, connect(proxy, session));
    }

    /** A client of ours and its proxy. */
    record Client(RecordingProxy proxy, Coordination coordination) {
        Recording recording() {
            return proxy.recording();
        }
    }

    final void eventually(String what, Callable<Boolean> condition) {
        await(what).pollInterval(Duration.ofMillis(10)).atMost(BOUND).until(condition);
    }

    final void awaitQueue(String lock, int size) {
        eventually(
                "queue of " + lock + " has " + size + " entries",
                () -> lab.queue(namespace(), lock).size() == size);
    }
}
