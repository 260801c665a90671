package dev.holdfast.chaos.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.holdfast.Coordination;
import dev.holdfast.chaos.cluster.server.ServerKind;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kiwiproject.consul.Consul;
import org.kiwiproject.consul.cache.KVCache;
import org.kiwiproject.consul.config.CacheConfig;
import org.kiwiproject.consul.config.ClientConfig;

/** Watches: those of Consul's client, and ours. */
class ConsulValuesIT extends PeerContract {

    private static final String KEY = "limits";
    private static final Duration SOON = Duration.ofSeconds(4);

    @Override
    ServerKind kind() {
        return ServerKind.CONSUL;
    }

    @BeforeEach
    void write() {
        set("old");
    }

    private void set(String value) {
        lab().fixture().put(namespace(), "config/" + KEY, value.getBytes(UTF_8));
    }

    private Coordination ours(int port) throws InterruptedException {
        return closing(Coordination.connect(
                "consul://127.0.0.1:%d/%s?session=%ds".formatted(port, namespace(), LONG_SESSION.toSeconds())));
    }

    private Watched theirs(int port, CacheConfig config) {
        Consul consul = Consul.builder()
                .withUrl("http://127.0.0.1:" + port)
                .withPing(false)
                .withReadTimeoutMillis(LONG_SESSION.toMillis())
                .withClientConfiguration(new ClientConfig(config))
                .build();
        closing((AutoCloseable) consul::destroy);
        KVCache cache = closing(KVCache.newCache(consul.keyValueClient(), namespace() + "/config/" + KEY));
        cache.start();
        Watched watched = new Watched(
                () -> cache.getMap() == null
                        ? "none"
                        : cache.getMap().values().stream()
                                .findFirst()
                                .flatMap(value -> value.getValueAsString())
                                .orElse("none"),
                () -> {});
        eventually("the cache is filled", () -> watched.value().get().equals("old"));
        return watched;
    }

    @Test
    void a_change_is_told_soon_after_the_position_went_back() throws Exception {
        ConsulFront front = closing(ConsulFront.open(lab().endpoint()));
        survives(front::goBack, watch(ours(front.port()), KEY, "new"));
    }

    /** It waits at a position that will not come for as long as a query lasts, 10 s by default. */
    @Test
    void control_a_cache_of_kiwi_is_blind_after_the_position_went_back() throws Exception {
        ConsulFront front = closing(ConsulFront.open(lab().endpoint()));
        CacheConfig eager =
                CacheConfig.builder().withBackOffDelay(Duration.ofMillis(100)).build();
        Watched watched = theirs(front.port(), eager);

        stillFails("told of new", () -> survives(front::goBack, watched));
    }

    @Test
    void a_change_is_told_soon_after_an_error() throws Exception {
        ConsulFront front = closing(ConsulFront.open(lab().endpoint()));
        survives(front::fail, watch(ours(front.port()), KEY, "new"));
    }

    /** {@code CacheConfig.DEFAULT_BACKOFF_DELAY} is 10 s. */
    @Test
    void control_a_cache_of_kiwi_backs_off_too_long_after_an_error() throws Exception {
        ConsulFront front = closing(ConsulFront.open(lab().endpoint()));
        Watched watched = theirs(front.port(), CacheConfig.builder().build());

        stillFails("told of new", () -> survives(front::fail, watched));
    }

    private void survives(Runnable fault, Watched watched) {
        fault.run();
        set("new");

        await("told of new").atMost(SOON).until(() -> watched.value().get().equals("new"));
    }
}
