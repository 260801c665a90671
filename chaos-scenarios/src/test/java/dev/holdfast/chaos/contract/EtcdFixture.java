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
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** etcd members, as the contract suite sees them: clients through links of their own, the suite past the backend. */
public final class EtcdFixture implements BackendFixture {

    private static final Duration SESSION = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final List<InetSocketAddress> members;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<EtcdProcess, String> leases = new ConcurrentHashMap<>();

    /** @param endpoints {@code host:port} of each member; their election timeout is 1.3 s or less */
    public EtcdFixture(List<String> endpoints) {
        this.members = endpoints.stream().map(EtcdFixture::socketAddress).toList();
    }

    private static InetSocketAddress socketAddress(String endpoint) {
        int colon = endpoint.lastIndexOf(':');
        try {
            InetAddress host = InetAddress.getAllByName(endpoint.substring(0, colon))[0];
            return new InetSocketAddress(host, Integer.parseInt(endpoint.substring(colon + 1)));
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("find the member at " + endpoint, e);
        }
    }

    @Override
    public Duration session() {
        return SESSION;
    }

    @Override
    public synchronized Client connect(String namespace) throws InterruptedException {
        List<CuttableLink> links = new ArrayList<>();
        for (InetSocketAddress member : members) {
            links.add(CuttableLink.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), member));
        }
        String text = links.stream().map(link -> "127.0.0.1:" + link.port()).collect(Collectors.joining(","));
        Set<String> before = alive();
        Coordination coordination =
                Coordination.connect("etcd://" + text + '/' + namespace + "?session=" + SESSION.toMillis() + "ms");
        return new EtcdProcess(coordination, links, before);
    }

    @Override
    public String address(String namespace) {
        return members.stream()
                .map(member -> member.getAddress().getHostAddress() + ':' + member.getPort())
                .collect(Collectors.joining(",", "etcd://", "/" + namespace));
    }

    @Override
    public String deadAddress(String namespace) {
        return "etcd://127.0.0.1:9/" + namespace;
    }

    @Override
    public List<String> threadPrefixes() {
        return List.of("etcd-", "grpc-");
    }

    @Override
    public List<String> queue(String namespace, String queue) {
        JsonNode answer = ask("/v3/kv/range", prefix(namespace, queue, ", \"keys_only\": true"));
        List<String> keys = new ArrayList<>();
        answer.path("kvs").forEach(kv -> keys.add(kv.path("key").asText()));
        return keys;
    }

    @Override
    public void removeQueue(String namespace, String queue) {
        ask("/v3/kv/deleterange", prefix(namespace, queue, ""));
    }

    @Override
    public void put(String namespace, String key, byte[] value) {
        String body = "{\"key\": \"%s\", \"value\": \"%s\"}"
                .formatted(base64(namespace + '/' + key), Base64.getEncoder().encodeToString(value));
        ask("/v3/kv/put", body);
    }

    /** The keys of a queue: those from its name and {@code /-/} up to the same with the next character, a zero. */
    private static String prefix(String namespace, String queue, String more) {
        String name = namespace + '/' + queue + "/-";
        return "{\"key\": \"%s\", \"range_end\": \"%s\"%s}".formatted(base64(name + '/'), base64(name + '0'), more);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lists the leases as the member asked has them, after a linearizable read has brought it up to date. */
    private Set<String> alive() {
        ask("/v3/kv/range", "{\"key\": \"%s\", \"count_only\": true}".formatted(base64("any")));
        Set<String> ids = new HashSet<>();
        ask("/v3/lease/leases", "{}")
                .path("leases")
                .forEach(lease -> ids.add(lease.path("ID").asText()));
        return ids;
    }

    /** Asks over the members' JSON gateway. Source: https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/ */
    private JsonNode ask(String path, String body) {
        InetSocketAddress member = members.get(0);
        URI uri = URI.create("http://" + member.getAddress().getHostAddress() + ':' + member.getPort() + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.ofString(body))
                .timeout(ANSWER)
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(uri + " answered " + response.statusCode() + ": " + response.body());
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(uri.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(uri + " was interrupted", e);
        }
    }

    /** One process, with a link to each member. */
    private final class EtcdProcess implements Client {

        private final Coordination coordination;
        private final List<CuttableLink> links;
        private final Set<String> others;

        /** @param others leases that were there before this process */
        EtcdProcess(Coordination coordination, List<CuttableLink> links, Set<String> others) {
            this.coordination = coordination;
            this.links = List.copyOf(links);
            this.others = Set.copyOf(others);
            leases.put(this, own());
        }

        /** Returns the one lease that is neither older than this process nor known to be another's. */
        private String own() {
            return alive().stream()
                    .filter(id -> !others.contains(id) && !leases.containsValue(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("this process has no lease"));
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

        @Override
        public void expireSession() {
            String known = leases.getOrDefault(this, "");
            String own = alive().contains(known) ? known : own();
            leases.put(this, own);
            ask("/v3/lease/revoke", "{\"ID\": \"" + own + "\"}");
        }

        @Override
        public void close() {
            coordination.close();
            links.forEach(CuttableLink::close);
            leases.remove(this);
        }
    }
}
