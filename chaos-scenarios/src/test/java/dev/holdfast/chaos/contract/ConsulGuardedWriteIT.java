package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.model.Conflict;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.BackendProvider;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import dev.holdfast.spi.WriteCondition;
import dev.holdfast.spi.WriteCondition.Absent;
import dev.holdfast.spi.WriteCondition.Always;
import dev.holdfast.spi.WriteCondition.AtRevision;
import dev.holdfast.spi.WriteCondition.WhileHeld;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store itself refuses a write whose guard is gone, whatever the holder believes. */
class ConsulGuardedWriteIT {

    private static final byte[] VALUE = "v".getBytes(StandardCharsets.UTF_8);
    private static final List<String> ENDPOINTS = new ArrayList<>();
    private static RealServers servers;

    private final String namespace =
            "guarded/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private Backend backend;
    private Place place;

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start("ConsulGuardedWriteIT", ServerKind.CONSUL, 1, data, endpoints -> {
            ENDPOINTS.addAll(endpoints);
            return new ConsulFixture(endpoints);
        });
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    @BeforeEach
    void enter() throws InterruptedException, ExecutionException {
        backend = connect(Map.of());
        place = backend.contention().enter("lock/jobs", "", 1, soon()).get();
    }

    private Backend connect(Map<String, String> options) throws InterruptedException {
        URI uri = URI.create("http://" + ENDPOINTS.get(0));
        ConnectSpec spec = new ConnectSpec(
                List.of(new Endpoint(uri.getHost(), uri.getPort())),
                namespace,
                Duration.ofSeconds(5),
                0.1,
                options,
                Ticker.SYSTEM,
                Telemetry.NONE);
        return ServiceLoader.load(BackendProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.scheme().equals("consul"))
                .findFirst()
                .orElseThrow()
                .connect(spec, soon());
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private static Deadline soon() {
        return Deadline.after(Ticker.SYSTEM, Duration.ofSeconds(10));
    }

    private WriteCondition held(WriteCondition and) {
        return new WhileHeld(place.entry(), place.token(), place.session().id(), and);
    }

    @Test
    void a_write_whose_guard_holds_is_applied_in_one_step_with_its_own_condition() throws InterruptedException {
        Entry first = backend.entries().write("k", VALUE, held(new Absent()), soon());

        assertThat(backend.entries().read("k", soon()))
                .hasValueSatisfying(read -> assertThat(read.revision()).isEqualTo(first.revision()));
        assertThatThrownBy(() -> backend.entries().write("k", VALUE, held(new Absent()), soon()))
                .isInstanceOf(Conflict.class);
        Entry second = backend.entries().write("k", VALUE, held(new AtRevision(first.revision())), soon());
        assertThat(second.revision()).isGreaterThan(first.revision());
        assertThat(backend.entries().delete("k", held(new Always()), soon())).isTrue();
        assertThat(backend.entries().delete("k", held(new Always()), soon())).isFalse();
        assertThat(backend.entries().delete("k", held(new Absent()), soon())).isFalse();
    }

    @Test
    void a_write_whose_guard_is_gone_is_refused_even_if_its_own_condition_fails_too() throws InterruptedException {
        servers.fixture().removeQueue(namespace, "lock/jobs");

        assertThatThrownBy(() -> backend.entries().write("k", VALUE, held(new Always()), soon()))
                .isInstanceOf(SessionExpired.class);
        assertThatThrownBy(() -> backend.entries().write("k", VALUE, held(new AtRevision(1)), soon()))
                .isInstanceOf(SessionExpired.class);
        assertThatThrownBy(() -> backend.entries().delete("k", held(new Always()), soon()))
                .isInstanceOf(SessionExpired.class);
        assertThat(backend.entries().read("k", soon())).isEmpty();
    }

    /** A request to enter that arrives late, after its entry was removed, makes it anew: at the end of the queue. */
    @Test
    void an_entry_that_was_made_anew_under_the_same_name_guards_nothing() {
        String body =
                "[{\"KV\":{\"Verb\":\"delete\",\"Key\":\"%1$s\"}},{\"KV\":{\"Verb\":\"lock\",\"Key\":\"%1$s\",\"Value\":\"\",\"Session\":\"%2$s\"}}]"
                        .formatted(place.entry(), place.session().id());
        ConsulHttp.bytes(ENDPOINTS.get(0), "PUT", "/txn", body.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> backend.entries().write("k", VALUE, held(new Always()), soon()))
                .isInstanceOf(SessionExpired.class);
    }

    @Test
    void a_place_follows_the_one_before_it_and_nobody_else() throws InterruptedException, ExecutionException {
        Place second = backend.contention().enter("lock/jobs", "", 1, soon()).get();
        Place third = backend.contention().enter("lock/jobs", "", 1, soon()).get();

        assertThat(second.follows(place.entry())).isTrue();
        assertThat(third.follows(place.entry())).isFalse();
        assertThat(third.follows(second.entry())).isTrue();
        second.leave().toCompletableFuture().join();
        assertThat(second.follows(place.entry())).isFalse();
    }

    @Test
    void of_three_places_two_have_a_turn_where_there_are_two_seats() throws InterruptedException, ExecutionException {
        seats(backend);
    }

    @Test
    void seats_are_kept_in_the_fast_mode_too() throws InterruptedException, ExecutionException {
        try (Backend fast = connect(Map.of("mode", "fast"))) {
            seats(fast);
        }
    }

    private static void seats(Backend backend) throws InterruptedException, ExecutionException {
        Place first = backend.contention().enter("seats/a", "a", 2, soon()).get();
        Place second = backend.contention().enter("seats/a", "b", 2, soon()).get();
        Place third = backend.contention().enter("seats/a", "c", 2, soon()).get();
        Place member = backend.contention()
                .enter("seats/a", "d", Integer.MAX_VALUE, soon())
                .get();

        assertThat(first.turn().toCompletableFuture()).isDone();
        assertThat(second.turn().toCompletableFuture()).isDone();
        assertThat(third.turn().toCompletableFuture()).isNotDone();
        assertThat(member.turn().toCompletableFuture()).isDone();
        second.leave();
        third.turn().toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
        assertThat(first.turn().toCompletableFuture()).isDone();
    }
}
