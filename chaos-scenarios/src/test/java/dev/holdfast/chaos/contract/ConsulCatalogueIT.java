package dev.holdfast.chaos.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.Coordination;
import dev.holdfast.ServiceInstance;
import dev.holdfast.ServiceInstance.Mark;
import dev.holdfast.ServiceRegistry.Registration;
import dev.holdfast.chaos.cluster.binary.BinaryLocator;
import dev.holdfast.chaos.cluster.binary.Program;
import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.tck.CuttableLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances of services in Consul's own catalogue, as operators, DNS and proxies see them, in both modes. */
class ConsulCatalogueIT {

    private static final Duration SESSION = Duration.ofSeconds(3);
    private static final Duration BOUND = Duration.ofSeconds(20);

    /** What a dead instance passes for at most: its check's TTL, and what the agent takes to tell the servers. */
    private static final Duration PASSING_MAX = SESSION.plusSeconds(2);

    private static final List<String> ENDPOINTS = new ArrayList<>();
    private static RealServers servers;

    private final String namespace =
            "shown/" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private final String service = "billing-" + namespace.substring(namespace.indexOf('/') + 1);
    private final ServiceInstance one =
            new ServiceInstance(service, "1", "10.0.0.1:80", Map.of("zone", "a&b=c", "no name", "of Consul's"));
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @BeforeAll
    static void start(@TempDir Path data) throws InterruptedException {
        servers = RealServers.start("ConsulCatalogueIT", ServerKind.CONSUL, 3, data, endpoints -> {
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

    private Coordination connect(String mode, CuttableLink... links) throws InterruptedException {
        List<String> members = new ArrayList<>();
        for (CuttableLink link : links) {
            members.add("127.0.0.1:" + link.port());
        }
        Coordination coordination = Coordination.connect("consul://%s/%s?session=%dms&mode=%s"
                .formatted(String.join(",", members), namespace, SESSION.toMillis(), mode));
        open.push(coordination);
        return coordination;
    }

    /** Returns a way to an agent of the client's own. */
    private CuttableLink link(int member) {
        URI uri = URI.create("http://" + ENDPOINTS.get(member));
        CuttableLink link = CuttableLink.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new InetSocketAddress(uri.getHost(), uri.getPort()));
        open.push(link);
        return link;
    }

    private JsonNode instances(String query) {
        return ConsulHttp.json(ENDPOINTS.get(0), "GET", "/health/service/" + service + "?consistent" + query);
    }

    private List<String> passing() {
        List<String> ids = new ArrayList<>();
        instances("&passing").forEach(instance -> ids.add(metadata(instance, "holdfast-id")));
        return ids;
    }

    private static String metadata(JsonNode instance, String name) {
        return instance.path("Service").path("Meta").path(name).asText();
    }

    private void awaitPassing(String... ids) {
        await("passing: " + List.of(ids)).atMost(BOUND).until(() -> passing().equals(List.of(ids)));
    }

    /** Returns how many services of this test an agent has, by its own account. */
    private int servicesOf(int member) {
        int count = 0;
        for (JsonNode known : ConsulHttp.json(ENDPOINTS.get(member), "GET", "/agent/services")) {
            count += known.path("Service").asText().equals(service) ? 1 : 0;
        }
        return count;
    }

    private static String program(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(
                BinaryLocator.locate(Program.CONSUL, System.out::println).path().toString());
        command.addAll(List.of(arguments));
        command.add("-http-addr=http://" + ENDPOINTS.get(0));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private Set<String> sessions() {
        Set<String> ids = new HashSet<>();
        for (JsonNode session : ConsulHttp.json(ENDPOINTS.get(0), "GET", "/session/list?consistent")) {
            if (session.path("Name").asText().equals("holdfast " + namespace)) {
                ids.add(session.path("ID").asText());
            }
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "fast"})
    void an_instance_is_seen_with_all_it_says_while_it_is_registered_and_not_after(String mode)
            throws IOException, InterruptedException {
        Coordination process = connect(mode, link(0));
        Registration registration = process.services().register(one, BOUND);
        awaitPassing("1");
        JsonNode shown = instances("").path(0);
        assertThat(shown.path("Service").path("Address").asText()).isEqualTo("10.0.0.1");
        assertThat(shown.path("Service").path("Port").asInt()).isEqualTo(80);
        assertThat(shown.path("Service").path("Tags").path(0).asText()).isEqualTo(namespace);
        assertThat(metadata(shown, "zone")).isEqualTo("a&b=c");
        assertThat(program("catalog", "services")).contains(service);
        assertThat(program("catalog", "nodes", "-service=" + service)).contains("127.");
        registration.close();

        await("gone").atMost(BOUND).until(() -> instances("").isEmpty());
        assertThat(program("catalog", "services")).doesNotContain(service);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "fast"})
    void an_instance_that_says_that_it_cannot_serve_is_seen_and_does_not_pass(String mode) throws InterruptedException {
        Registration registration = connect(mode, link(0)).services().register(one, BOUND);
        awaitPassing("1");
        registration.mark(Mark.CRITICAL, BOUND);
        awaitPassing();
        await("one is left").atMost(BOUND).until(() -> instances("").size() == 1);
        await("it does not pass")
                .during(SESSION)
                .atMost(BOUND)
                .until(() -> passing().isEmpty());
        registration.mark(Mark.PASSING, BOUND);

        awaitPassing("1");
        await("one is left").atMost(BOUND).until(() -> instances("").size() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "fast"})
    void instances_of_a_process_that_dies_do_not_pass_for_longer_than_a_session(String mode)
            throws InterruptedException {
        CuttableLink way = link(0);
        Coordination dying = connect(mode, way);
        var first = dying.services().register(one, BOUND);
        var second = dying.services().register(new ServiceInstance(service, "2", "[::1]:81", Map.of()), BOUND);
        await("both pass").atMost(BOUND).until(() -> passing().size() == 2);
        await("they go on passing")
                .during(SESSION.multipliedBy(2))
                .atMost(BOUND)
                .until(() -> passing().size() == 2);
        assertThat(first.isRegistered() && second.isRegistered()).isTrue();
        way.cut();

        await("none passes").atMost(PASSING_MAX).until(() -> passing().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "fast"})
    void an_instance_whose_process_closes_is_gone_at_once(String mode) throws InterruptedException {
        Coordination closing = connect(mode, link(0));
        var registration = closing.services().register(one, BOUND);
        awaitPassing("1");
        closing.close();

        assertThat(servicesOf(0)).isZero();
        await("gone").atMost(Duration.ofSeconds(1)).until(() -> instances("").isEmpty());
        assertThat(registration.isRegistered()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "fast"})
    void an_instance_is_seen_again_with_the_next_session(String mode) throws InterruptedException {
        var registration = connect(mode, link(0)).services().register(one, BOUND);
        awaitPassing("1");
        String first = instances("").path(0).path("Service").path("ID").asText();
        sessions().forEach(id -> ConsulHttp.json(ENDPOINTS.get(0), "PUT", "/session/destroy/" + id));

        await("it is another one").atMost(BOUND).until(() -> {
            JsonNode now = instances("&passing");
            return now.size() == 1
                    && !now.path(0).path("Service").path("ID").asText().equals(first);
        });
        await("registered").atMost(BOUND).until(registration::isRegistered);
        await("the former one is gone").atMost(BOUND).until(() -> instances("").size() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "fast"})
    void an_instance_moves_with_its_client_from_a_silent_agent_to_another(String mode) throws InterruptedException {
        List<CuttableLink> ways = List.of(link(0), link(1));
        var registration = connect(mode, ways.get(0), ways.get(1)).services().register(one, BOUND);
        awaitPassing("1");
        await("one agent has it").atMost(BOUND).until(() -> servicesOf(0) + servicesOf(1) == 1);
        int silent = servicesOf(0) == 1 ? 0 : 1;
        String other = node(1 - silent);
        ways.get(silent).cut();
        await("it passes with the other alone")
                .atMost(BOUND)
                .until(() -> passingWith().equals(List.of(other)));
        await("registered").atMost(BOUND).until(registration::isRegistered);
        ways.get(silent).heal();

        await("nothing is left with the first").atMost(BOUND).until(() -> servicesOf(silent) == 0);
        awaitPassing("1");
    }

    /** Returns the names of the agents with passing instances. */
    private List<String> passingWith() {
        List<String> nodes = new ArrayList<>();
        instances("&passing")
                .forEach(
                        instance -> nodes.add(instance.path("Node").path("Node").asText()));
        return nodes;
    }

    private static String node(int member) {
        return ConsulHttp.json(ENDPOINTS.get(member), "GET", "/agent/self")
                .path("Config")
                .path("NodeName")
                .asText();
    }
}
