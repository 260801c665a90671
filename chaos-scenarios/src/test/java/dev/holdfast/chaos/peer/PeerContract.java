package dev.holdfast.chaos.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order;
import dev.holdfast.chaos.wire.RecordingProxy;
import dev.holdfast.chaos.wire.WireLab;
import dev.holdfast.tck.BackendFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the tests of peers share: one real member, clients of ours and of the peer, and what a control is. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PeerContract {

    static final Duration BOUND = Duration.ofSeconds(20);

    /** No session ends by itself in a test that does not mean it to. */
    static final Duration LONG_SESSION = Duration.ofSeconds(20);

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
            namespace = "peer/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        }
        return namespace;
    }

    /** Closes something at the end of the test. */
    final <T extends AutoCloseable> T closing(T resource) {
        open.push(resource);
        return resource;
    }

    final RecordingProxy proxy() {
        return closing(lab.proxy());
    }

    /** Connects a client of ours through a proxy. */
    final Coordination ours(RecordingProxy proxy) throws InterruptedException {
        return closing(lab.connect(proxy, namespace(), LONG_SESSION));
    }

    /** Connects a client of ours whose session is short, can be ended, and whose link can be cut. */
    final BackendFixture.Client process() throws InterruptedException {
        return closing(lab.fixture().connect(namespace()));
    }

    /** Returns a thread that is interrupted at the end of the test. */
    final ExecutorService thread() {
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "peer-test"));
        closing((AutoCloseable) thread::shutdownNow);
        return thread;
    }

    static void eventually(String what, Callable<Boolean> condition) {
        await(what).pollInterval(Duration.ofMillis(10)).atMost(BOUND).until(condition);
    }

    static void fires(Order order) throws InterruptedException {
        assertThat(order.awaitFired(BOUND)).as("the message came").isTrue();
    }

    /**
     * A control: the sentence on a peer that does not keep it.
     *
     * @param how a part of what the failed assertion says
     */
    static void stillFails(String how, ThrowingCallable sentence) {
        assertThatThrownBy(sentence)
                .as("the peer keeps the sentence now: take the control away, and the line in docs/peers.md")
                .isInstanceOfAny(AssertionError.class, ConditionTimeoutException.class)
                .hasMessageContaining(how);
    }

    /**
     * What somebody who watches a key knows of it.
     *
     * @param value the newest value that was told
     * @param settle returns when everything was told that is going to be
     */
    record Watched(Supplier<String> value, Settling settle) {}

    /** Waits for something. */
    @FunctionalInterface
    interface Settling {
        void run() throws Exception;
    }

    static void knows(Watched watched, String value) throws Exception {
        watched.settle().run();
        assertThat(watched.value().get()).isEqualTo(value);
    }

    /** Watches a config key as we do. */
    static Watched watch(Coordination ours, String key, String awaited) throws InterruptedException {
        var watch = ours.config().watch(key, Codec.text(), BOUND);
        Supplier<String> value = () -> watch.current().optional().orElse("none");
        return new Watched(
                value,
                () -> eventually("our watch tells " + awaited, () -> value.get().equals(awaited)));
    }
}
