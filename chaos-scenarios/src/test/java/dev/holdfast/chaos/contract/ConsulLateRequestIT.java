package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order;
import dev.holdfast.chaos.wire.Order.Manner;
import dev.holdfast.chaos.wire.Order.Part;
import dev.holdfast.chaos.wire.RecordingProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that the head of a queue locks on Consul stays right when a request on it is not answered, or comes late. */
class ConsulLateRequestIT {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final List<String> ENDPOINTS = new ArrayList<>();
    private static RealServers servers;

    private final String namespace =
            "late/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start("ConsulLateRequestIT", ServerKind.CONSUL, 1, data, endpoints -> {
            ENDPOINTS.addAll(endpoints);
            return new ConsulFixture(endpoints);
        });
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    /** Below a prefix where no key is left Consul has nothing to answer. */
    @BeforeEach
    void keep_one_key() {
        var unused = ConsulHttp.json(ENDPOINTS.get(0), "PUT", "/kv/" + namespace + "/kept");
    }

    @AfterEach
    void close_every_client() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private RecordingProxy proxy() {
        RecordingProxy proxy = RecordingProxy.open(ServerKind.CONSUL, ENDPOINTS.get(0));
        open.push(proxy);
        return proxy;
    }

    private Coordination connect(RecordingProxy proxy) throws InterruptedException {
        Coordination coordination = Coordination.connect(
                "consul://127.0.0.1:%d/%s?session=10s&interop=consul-lock".formatted(proxy.port(), namespace));
        open.push(coordination);
        return coordination;
    }

    /** Returns how often the common key of the lock's heads was locked, and by whom; empty if nobody holds it. */
    private String holder() {
        JsonNode all = ConsulHttp.json(ENDPOINTS.get(0), "GET", "/kv/" + namespace + "/?recurse&consistent");
        for (JsonNode key : all) {
            if (key.path("Key").asText().endsWith("/jobs/.lock") && key.has("Session")) {
                return key.path("CreateIndex").asText()
                        + ' '
                        + key.path("Session").asText();
            }
        }
        return "";
    }

    private void awaitQueue(int size) {
        await("queue has " + size + " entries")
                .atMost(BOUND)
                .until(() -> servers.fixture().queue(namespace, "lock/jobs").size() == size);
    }

    private void awaitFree() {
        await("nobody has the head key").atMost(BOUND).until(() -> holder().isEmpty());
    }

    @Test
    void a_late_removal_takes_no_key_from_the_next_holder_of_the_same_session() throws InterruptedException {
        RecordingProxy proxy = proxy();
        Coordination client = connect(proxy);
        Grant first = client.lock("jobs").acquire(BOUND);
        Order late =
                proxy.order(Part.REQUEST, Manner.HOLD, request -> request.kind().startsWith("txn(delete,"), 1);
        first.close();
        assertThat(late.hasFired()).as("the removal is on its way").isTrue();
        awaitFree();

        try (Grant second = client.lock("jobs").acquire(BOUND)) {
            String holder = holder();
            assertThat(holder).isNotEmpty();
            late.release();
            await("the key stays")
                    .during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> holder().equals(holder));
            assertThat(second.isHeld()).isTrue();
        }
        awaitFree();
    }

    @Test
    void a_key_taken_for_one_who_has_left_meanwhile_is_given_up() throws InterruptedException {
        Coordination other = connect(proxy());
        Grant first = other.lock("jobs").acquire(BOUND);
        RecordingProxy proxy = proxy();
        Order lost = proxy.order(
                Part.REPLY, Manner.SILENCE, request -> request.kind().endsWith(",lock)"), 1);
        CompletableFuture<Grant> waiting = connect(proxy).lock("jobs").acquireAsync(BOUND);
        awaitQueue(2);
        first.close();
        assertThat(lost.awaitFired(BOUND)).isTrue();
        assertThat(holder()).as("the key is taken").isNotEmpty();
        waiting.cancel(true);
        awaitQueue(0);

        awaitFree();
        try (Grant second = other.lock("jobs").acquire(BOUND)) {
            assertThat(second.isHeld()).isTrue();
        }
    }
}
