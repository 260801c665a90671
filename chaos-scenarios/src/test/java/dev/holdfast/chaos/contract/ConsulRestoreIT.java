package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Versioned;
import dev.holdfast.Watch;
import dev.holdfast.chaos.cluster.server.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Consul server whose state is replaced by an older one. */
class ConsulRestoreIT {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final List<String> ENDPOINTS = new ArrayList<>();
    private static RealServers servers;

    private final String namespace =
            "restore/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start("ConsulRestoreIT", ServerKind.CONSUL, 1, data, endpoints -> {
            ENDPOINTS.addAll(endpoints);
            return new ConsulFixture(endpoints);
        });
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    @Test
    void a_restored_snapshot_is_told_as_a_new_epoch() throws InterruptedException {
        try (Coordination coordination =
                Coordination.connect("consul://" + ENDPOINTS.get(0) + '/' + namespace + "?session=2s")) {
            coordination.config().put("limits", "old", Codec.text(), BOUND);
            byte[] snapshot = ConsulHttp.bytes(ENDPOINTS.get(0), "GET", "/snapshot", new byte[0]);
            coordination.config().put("limits", "new", Codec.text(), BOUND);
            List<Versioned<String>> told = new CopyOnWriteArrayList<>();
            try (Watch<String> watch = coordination.config().watch("limits", Codec.text(), BOUND)) {
                watch.onChange(told::add);
                assertThat(watch.current().value()).isEqualTo("new");
                ConsulHttp.bytes(ENDPOINTS.get(0), "PUT", "/snapshot", snapshot);

                await("the older value is told")
                        .atMost(BOUND)
                        .until(() -> watch.current().value().equals("old"));
                assertThat(watch.current().epochChanged()).isTrue();
            }
        }
    }
}
