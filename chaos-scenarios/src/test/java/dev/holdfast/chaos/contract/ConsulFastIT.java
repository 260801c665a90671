package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Codec;
import dev.holdfast.Coordination;
import dev.holdfast.Grant;
import dev.holdfast.WhileHeld;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.tck.CuttableLink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Consul's fast mode: a dead holder is replaced within 7 s, and a holder that lives stops before anybody else is granted,
 * whatever ended its session.
 */
class ConsulFastIT {

    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final List<String> ENDPOINTS = new ArrayList<>();
    private static RealServers servers;

    private final String namespace =
            "fast/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start("ConsulFastIT", ServerKind.CONSUL, 1, data, endpoints -> {
            ENDPOINTS.addAll(endpoints);
            return new ConsulFixture(endpoints);
        });
    }

    @AfterAll
    static void stop() throws Exception {
        servers.stop();
    }

    @AfterEach
    void close_every_client() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /** A client and its way to the server. */
    private record Client(Coordination coordination, CuttableLink link) {
        Grant acquire(Duration within) throws InterruptedException {
            return coordination.lock("jobs").acquire(within);
        }
    }

    private Client client() throws InterruptedException {
        CuttableLink link = link();
        return new Client(connect(Integer.toString(link.port())), link);
    }

    private Coordination connect(String ports) throws InterruptedException {
        Coordination coordination = Coordination.connect(
                "consul://127.0.0.1:%s/%s?session=%dms&mode=fast".formatted(ports, namespace, SESSION.toMillis()));
        open.push(coordination);
        return coordination;
    }

    private CuttableLink link() {
        URI uri = URI.create("http://" + ENDPOINTS.get(0));
        CuttableLink link = CuttableLink.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new InetSocketAddress(uri.getHost(), uri.getPort()));
        open.push(link);
        return link;
    }

    /** Waits for the lock; completes with the time of the grant. */
    private static CompletableFuture<Long> next(Client client) {
        return client.coordination()
                .lock("jobs")
                .acquireAsync(Duration.ofSeconds(60))
                .thenApply(grant -> System.nanoTime());
    }

    private void awaitQueue(int size) {
        await("queue has " + size + " entries")
                .atMost(BOUND)
                .until(() -> servers.fixture().queue(namespace, "lock/jobs").size() == size);
    }

    /** Notes until when the grant was believed in. */
    private static CompletableFuture<Long> lastHeld(Grant grant) {
        return CompletableFuture.supplyAsync(() -> {
            long last = System.nanoTime();
            for (long now = last; grant.isHeld(); now = System.nanoTime()) {
                last = now;
            }
            return last;
        });
    }

    private static Duration between(long from, long to) {
        return Duration.ofNanos(to - from);
    }

    private static String session(String namespace) {
        for (JsonNode session : ConsulHttp.json(ENDPOINTS.get(0), "GET", "/session/list?consistent")) {
            if (session.path("Name").asText().equals("holdfast " + namespace)) {
                return session.path("ID").asText();
            }
        }
        throw new AssertionError("no session of " + namespace);
    }

    /** Returns the session of the only holder. */
    private static String session(String namespace, Grant held) {
        JsonNode entries = ConsulHttp.json(ENDPOINTS.get(0), "GET", "/kv/" + namespace + "/lock/jobs/?recurse");
        for (JsonNode entry : entries) {
            if (entry.path("CreateIndex").asLong() == held.token().value()) {
                return entry.path("Session").asText();
            }
        }
        throw new AssertionError("no entry of " + held);
    }

    private List<String> services() {
        List<String> ids = new ArrayList<>();
        for (JsonNode service : ConsulHttp.json(ENDPOINTS.get(0), "GET", "/agent/services")) {
            if (service.path("Tags").path(0).asText().equals(namespace)) {
                ids.add(service.path("ID").asText());
            }
        }
        return ids;
    }

    @Test
    void a_holder_that_dies_is_replaced_within_seven_seconds() throws InterruptedException {
        Client dying = client();
        Grant lost = dying.acquire(BOUND);
        CompletableFuture<Long> granted = next(client());
        awaitQueue(2);
        CompletableFuture<Long> lastHeld = lastHeld(lost);
        long death = System.nanoTime();
        dying.link().cut();

        Duration failOver = between(death, granted.join());
        System.out.println("fast fail-over took " + failOver);
        assertThat(failOver).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(7));
        assertThat(between(lastHeld.join(), granted.join())).isPositive();
    }

    /** The holder hears nothing of it, and its last heartbeat was answered at most a moment before. */
    @Test
    void an_operator_destroys_the_session_of_a_holder_that_is_cut_off() throws InterruptedException {
        Client cut = client();
        Grant lost = cut.acquire(BOUND);
        String session = session(namespace);
        CompletableFuture<Long> granted = next(client());
        awaitQueue(2);
        CompletableFuture<Long> lastHeld = lastHeld(lost);
        cut.link().cut();
        long destroyed = System.nanoTime();
        ConsulHttp.json(ENDPOINTS.get(0), "PUT", "/session/destroy/" + session);

        assertThat(between(lastHeld.join(), granted.join()))
                .as("time between the old holder's last belief and the next grant")
                .isPositive();
        assertThat(between(destroyed, granted.join())).isLessThan(SESSION.plusSeconds(2));
    }

    @Test
    void a_lock_that_is_held_back_after_a_death_is_not_free_and_nobody_waits_for_that() throws InterruptedException {
        Client cut = client();
        Grant lost = cut.acquire(BOUND);
        Client other = client();
        cut.link().cut();
        ConsulHttp.json(ENDPOINTS.get(0), "PUT", "/session/destroy/" + session(namespace, lost));
        long start = System.nanoTime();
        Optional<Grant> taken = other.coordination().lock("jobs").tryAcquire();

        assertThat(lost.isHeld()).as("the old holder still believes").isTrue();
        assertThat(taken).isEmpty();
        assertThat(between(start, System.nanoTime())).isLessThan(Duration.ofSeconds(1));
        awaitQueue(0);
        try (Grant next = other.acquire(BOUND)) {
            assertThat(lost.isHeld()).isFalse();
            assertThat(next.token().isNewerThan(lost.token())).isTrue();
        }
    }

    @Test
    void one_who_waits_in_the_same_process_follows_a_holder_whose_entry_was_removed() throws InterruptedException {
        Client client = client();
        Grant lost = client.acquire(BOUND);
        String entry = servers.fixture().queue(namespace, "lock/jobs").get(0);
        CompletableFuture<Long> granted = next(client);
        awaitQueue(2);
        ConsulHttp.json(ENDPOINTS.get(0), "DELETE", "/kv/" + entry);

        await("the next is granted").atMost(BOUND).until(granted::isDone);
        assertThat(lost.isHeld()).isFalse();
    }

    /** The other process has a seat of its own already, which the server would give it twice. */
    @Test
    void a_seat_of_a_holder_that_is_cut_off_is_not_given_to_one_who_has_a_seat() throws InterruptedException {
        Client cut = client();
        Grant lost = cut.coordination().semaphore("jobs", 2).acquire(BOUND);
        String session = session(namespace);
        Client other = client();
        try (Grant own = other.coordination().semaphore("jobs", 2).acquire(BOUND)) {
            CompletableFuture<Long> lastHeld = lastHeld(lost);
            cut.link().cut();
            ConsulHttp.json(ENDPOINTS.get(0), "PUT", "/session/destroy/" + session);
            try (Grant next = other.coordination().semaphore("jobs", 2).acquire(BOUND)) {
                long granted = System.nanoTime();
                assertThat(between(lastHeld.join(), granted)).isPositive();
                assertThat(next.isHeld()).isTrue();
            }
            assertThat(own.isHeld()).isTrue();
        }
    }

    @Test
    void the_check_of_a_holder_that_gets_no_answers_is_removed() throws InterruptedException {
        Client deaf = client();
        Grant lost = deaf.acquire(BOUND);
        List<String> before = services();
        CompletableFuture<Long> granted = next(client());
        awaitQueue(2);
        CompletableFuture<Long> lastHeld = lastHeld(lost);
        deaf.link().cutAnswers();
        ConsulHttp.json(ENDPOINTS.get(0), "PUT", "/agent/service/deregister/" + before.get(0));

        assertThat(between(lastHeld.join(), granted.join())).isPositive();
    }

    @Test
    void a_closed_holder_is_replaced_at_once_and_leaves_no_check() throws InterruptedException {
        Client closing = client();
        Grant held = closing.acquire(BOUND);
        Client other = client();
        CompletableFuture<Long> granted = next(other);
        awaitQueue(2);
        assertThat(services()).hasSize(2);
        long start = System.nanoTime();
        closing.coordination().close();

        assertThat(between(start, granted.join())).isLessThan(Duration.ofSeconds(1));
        assertThat(held.isHeld()).isFalse();
        other.coordination().close();
        assertThat(services()).isEmpty();
    }

    @Test
    void a_released_lock_passes_on_without_a_delay() throws InterruptedException {
        Grant held = client().acquire(BOUND);
        CompletableFuture<Long> granted = next(client());
        awaitQueue(2);
        long start = System.nanoTime();
        held.close();

        assertThat(between(start, granted.join())).isLessThan(Duration.ofSeconds(1));
    }

    /** Two ways to one server stand for two agents: the check is passed by the first alone. */
    @Test
    void a_client_whose_agent_is_silent_moves_on_to_another_with_a_new_session() throws InterruptedException {
        CuttableLink first = link();
        CuttableLink second = link();
        Coordination coordination = connect(first.port() + ",127.0.0.1:" + second.port());
        Grant lost = coordination.lock("jobs").acquire(BOUND);
        String session = session(namespace);
        first.cut();
        await("the right is lost").atMost(BOUND).until(() -> !lost.isHeld());

        try (Grant again = coordination.lock("jobs").acquire(BOUND)) {
            assertThat(again.token().isNewerThan(lost.token())).isTrue();
            assertThat(session(namespace)).isNotEqualTo(session);
            await("held on").during(SESSION.multipliedBy(2)).atMost(BOUND).until(again::isHeld);
        }
    }

    @Test
    void what_the_mode_cannot_keep_is_refused_with_its_range() {
        String address = "consul://" + ENDPOINTS.get(0) + "/" + namespace;

        assertThatThrownBy(() -> Coordination.connect(address + "?session=90s&mode=fast"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 s and 60 s");
        assertThatThrownBy(() -> Coordination.connect(address + "?mode=quick"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plain, fast");
    }

    @Test
    void a_guarded_write_of_a_holder_whose_entry_is_gone_is_refused() throws InterruptedException {
        Client client = client();
        Grant grant = client.acquire(BOUND);
        servers.fixture().removeQueue(namespace, "lock/jobs");

        assertThatThrownBy(() -> client.coordination()
                        .config()
                        .put("limits", "1", Codec.text(), WhileHeld.whileHeld(grant), BOUND))
                .isInstanceOf(SessionExpired.class);
    }
}
