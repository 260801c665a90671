package dev.holdfast.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.Health;
import dev.holdfast.Watch;
import dev.holdfast.memory.MemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoordinationMetersTest {

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final String store = "meters-" + UUID.randomUUID();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Coordination coordination;

    @BeforeEach
    void connect() throws InterruptedException {
        coordination = Coordination.connect("memory://" + store + ":1/meters?session=2s&client=measured");
        new CoordinationMeters(coordination).bindTo(registry);
    }

    @AfterEach
    void close() {
        MemoryStore.named(store).heal("measured");
        coordination.close();
        registry.close();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void grants_waits_and_ends_are_counted_by_kind() throws InterruptedException {
        try (Grant grant = coordination.lock("orders").acquire(BOUND)) {
            assertThat(gauge("holdfast.held")).isEqualTo(1);
            assertThat(gauge("holdfast.validity")).isPositive();
            assertThat(grant.isHeld()).isTrue();
        }

        assertThat(registry.get("holdfast.grants").tag("kind", "lock").counter().count())
                .isEqualTo(1);
        assertThat(registry.get("holdfast.wait")
                        .tag("kind", "lock")
                        .tag("granted", "true")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("holdfast.ended")
                        .tag("reason", "RELEASED")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(gauge("holdfast.held")).isZero();
        assertThat(gauge("holdfast.validity")).isNaN();
    }

    @Test
    void who_waits_is_seen_while_it_waits() throws InterruptedException {
        Grant held = coordination.lock("orders").acquire(BOUND);
        CompletableFuture<Grant> second = coordination.lock("orders").acquireAsync(BOUND);

        assertThat(gauge("holdfast.waiting")).isEqualTo(1);
        held.close();
        second.join().close();

        assertThat(gauge("holdfast.waiting")).isZero();
    }

    @Test
    void a_cut_is_seen_in_health_heartbeats_and_staleness() throws InterruptedException {
        try (Watch<String> watch = coordination.config().watch("limits", Codec.text())) {
            assertThat(watch.current().isPresent()).isFalse();
            assertThat(coordination.health().state()).isEqualTo(Health.State.CONNECTED);
            Grant grant = coordination.lock("orders").acquire(BOUND);
            await("a heartbeat is answered")
                    .atMost(BOUND)
                    .until(() -> registry.find("holdfast.heartbeat").timer() != null);
            MemoryStore.named(store).cut("measured");

            await("the cut is seen")
                    .atMost(BOUND)
                    .until(() -> coordination.health().state() == Health.State.LOST);

            assertThat(grant.isHeld()).isFalse();
            assertThat(registry.get("holdfast.ended")
                            .tag("reason", "EXPIRED")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(gauge("holdfast.watch.staleness")).isGreaterThan(1);
        }
        assertThat(gauge("holdfast.watch.staleness")).isNaN();
    }

    @Test
    void health_is_one_line_for_people() {
        assertThat(coordination.health().toString()).startsWith("CONNECTED held=0 waiting=0 sinceHeartbeatMs=");
        coordination.close();
        assertThat(coordination.health().state()).isEqualTo(Health.State.CLOSED);
    }
}
