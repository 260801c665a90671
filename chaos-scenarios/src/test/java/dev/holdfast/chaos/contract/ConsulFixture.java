package dev.holdfast.chaos.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.Coordination;
import dev.holdfast.tck.BackendFixture;
import dev.holdfast.tck.CuttableLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Consul servers, as the contract suite sees them: clients through links of their own, the suite past the backend. */
public final class ConsulFixture implements BackendFixture {

    private static final Duration SESSION = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int NOT_FOUND = 404;

    private final ConsulAccess access;
    private final List<InetSocketAddress> servers;
    private final String options;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<ConsulProcess, String> sessions = new ConcurrentHashMap<>();

    /** @param endpoints {@code host:port} of each server's HTTP interface; their {@code session_ttl_min} is 2 s or less */
    public ConsulFixture(List<String> endpoints) {
        this(endpoints, ConsulAccess.OPEN, "");
    }

    /** @param access how clients and the suite get in */
    ConsulFixture(List<String> endpoints, ConsulAccess access) {
        this(endpoints, access, "");
    }

    /** @param options of the address, each with an ampersand before it */
    ConsulFixture(List<String> endpoints, String options) {
        this(endpoints, ConsulAccess.OPEN, options);
    }

    private ConsulFixture(List<String> endpoints, ConsulAccess access, String options) {
        this.access = access;
        this.options = options;
        this.servers = endpoints.stream()
                .map(endpoint -> URI.create("http://" + endpoint))
                .map(uri -> new InetSocketAddress(uri.getHost(), uri.getPort()))
                .toList();
    }

    @Override
    public Duration session() {
        return SESSION;
    }

    @Override
    public synchronized Client connect(String namespace) throws InterruptedException {
        List<CuttableLink> links = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            InetSocketAddress target = new InetSocketAddress(server.getAddress(), access.port(server.getPort()));
            links.add(CuttableLink.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), target));
        }
        String members = links.stream().map(link -> "127.0.0.1:" + link.port()).collect(Collectors.joining(","));
        Set<String> before = Set.copyOf(sessionsOf(namespace));
        Coordination coordination = Coordination.connect("consul://" + members + '/' + namespace + "?session="
                + SESSION.toMillis() + "ms" + access.options("&") + options);
        ConsulProcess process = new ConsulProcess(namespace, coordination, List.copyOf(links));
        sessionsOf(namespace).stream().filter(id -> !before.contains(id)).forEach(id -> sessions.put(process, id));
        return process;
    }

    @Override
    public String address(String namespace) {
        String members = servers.stream()
                .map(server -> server.getHostString() + ':' + access.port(server.getPort()))
                .collect(Collectors.joining(","));
        String all = access.options("&") + options;
        return "consul://" + members + '/' + namespace + all.replaceFirst("&", "?");
    }

    /** What is told of an entry's end comes before the answer to the question for the reason. */
    @Override
    public boolean mayHearOfEntryBeforeSession() {
        return true;
    }

    @Override
    public String deadAddress(String namespace) {
        return "consul://127.0.0.1:9/" + namespace;
    }

    @Override
    public List<String> threadPrefixes() {
        return List.of("consul-");
    }

    @Override
    public List<String> queue(String namespace, String queue) {
        HttpResponse<String> response = ask("GET", "/kv/" + namespace + '/' + queue + "/?keys&consistent", new byte[0]);
        List<String> keys = new ArrayList<>();
        if (response.statusCode() != NOT_FOUND) {
            parse(response).forEach(key -> keys.add(key.asText()));
            keys.removeIf(key -> key.contains("/."));
        }
        return keys;
    }

    @Override
    public void removeQueue(String namespace, String queue) {
        ask("DELETE", "/kv/" + namespace + '/' + queue + "/?recurse", new byte[0]);
    }

    @Override
    public void put(String namespace, String key, byte[] value) {
        ask("PUT", "/kv/" + namespace + '/' + key, value);
    }

    private List<String> sessionsOf(String namespace) {
        List<String> ids = new ArrayList<>();
        for (JsonNode session : parse(ask("GET", "/session/list?consistent", new byte[0]))) {
            if (session.path("Name").asText().equals("holdfast " + namespace)) {
                ids.add(session.path("ID").asText());
            }
        }
        return ids;
    }

    private JsonNode parse(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response + " is not JSON: " + response.body(), e);
        }
    }

    /** Asks the first server; any answer but a success or "not found" throws. */
    HttpResponse<String> ask(String method, String path, byte[] body) {
        BodyPublisher publisher = body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        InetSocketAddress server = servers.get(0);
        URI uri = URI.create("http://" + server.getHostString() + ':' + server.getPort() + "/v1" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, publisher)
                .timeout(ANSWER)
                .header("X-Consul-Token", access.suiteToken())
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2 && response.statusCode() != NOT_FOUND) {
                throw new IllegalStateException(
                        method + ' ' + uri + " answered " + response.statusCode() + ": " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(method + ' ' + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + ' ' + uri + " was interrupted", e);
        }
    }

    /** One process, with a link to each server. */
    private final class ConsulProcess implements Client {

        private final String namespace;
        private final Coordination coordination;
        private final List<CuttableLink> links;

        ConsulProcess(String namespace, Coordination coordination, List<CuttableLink> links) {
            this.namespace = namespace;
            this.coordination = coordination;
            this.links = links;
        }

        @Override
        public Coordination coordination() {
            return coordination;
        }

        @Override
        public void cut() {
            links.forEach(CuttableLink::cut);
        }

        @Override
        public void cutAnswers() {
            links.forEach(CuttableLink::cutAnswers);
        }

        @Override
        public void heal() {
            links.forEach(CuttableLink::heal);
        }

        @Override
        public void disconnect() {
            links.forEach(CuttableLink::closeConnections);
        }

        /** Destroys the session that is this process's own: the one known, or else the one that is nobody's known. */
        @Override
        public void expireSession() {
            List<String> alive = sessionsOf(namespace);
            String known = sessions.getOrDefault(this, "");
            String own = alive.contains(known)
                    ? known
                    : alive.stream()
                            .filter(id -> !sessions.containsValue(id))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("this process has no session"));
            sessions.put(this, own);
            ask("PUT", "/session/destroy/" + own, new byte[0]);
        }

        @Override
        public void close() {
            coordination.close();
            links.forEach(CuttableLink::close);
            sessions.remove(this);
        }
    }
}
