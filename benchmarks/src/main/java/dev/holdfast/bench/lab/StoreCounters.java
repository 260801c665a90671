package dev.holdfast.bench.lab;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a store says of its own work, since it started: requests of clients, summed over its members, and entries of its
 * consensus log. The difference of two readings is what happened between them; heartbeats are in it.
 */
public final class StoreCounters {

    private static final Duration BOUND = Duration.ofSeconds(5);

    private final List<String> endpoints;
    private final Source requests;
    private final Source writes;

    private StoreCounters(List<String> endpoints, Source requests, Source writes) {
        this.endpoints = List.copyOf(endpoints);
        this.requests = requests;
        this.writes = writes;
    }

    /**
     * One number in what a member tells.
     *
     * @param where the path of its HTTP interface, or the four letters of its command
     * @param line matches each line that counts; the first group is the number
     */
    private record Source(String where, Pattern line) {
        static Source of(String where, String line) {
            return new Source(where, Pattern.compile("(?m)" + line));
        }
    }

    static StoreCounters of(ServerKind store, List<String> endpoints) {
        return switch (store) {
            // every message counts, in a stream too; the lab's own questions go to Maintenance
            case ETCD ->
                new StoreCounters(
                        endpoints,
                        Source.of(
                                "/metrics",
                                "^grpc_server_msg_received_total\\{[^}]*grpc_service=\"(?!etcdserverpb.Maintenance)"
                                        + "[^}]*\\} (\\S+)$"),
                        Source.of("/metrics", "^etcd_server_proposals_applied_total (\\S+)$"));
            // the number of times that a latency was taken is the number of requests
            case ZOOKEEPER ->
                new StoreCounters(
                        endpoints,
                        Source.of("mntr", "^zk_cnt_(?:read|update)latency\\s+(\\S+)$"),
                        Source.of("srvr", "^Zxid: 0x([0-9a-f]+)$"));
            case CONSUL ->
                new StoreCounters(
                        endpoints,
                        Source.of(
                                "/v1/agent/metrics?format=prometheus",
                                "^consul_http_[A-Z]+_v1_(?!agent_self|agent_metrics|catalog_nodes)\\w*_count (\\S+)$"),
                        Source.of("/v1/agent/self", "\"applied_index\": *\"(\\d+)\""));
            case KAFKA -> throw new IllegalArgumentException("store: has no locks, given " + store);
        };
    }

    /** Two counts, taken now. */
    public record Reading(long requests, long writes) {

        public Reading since(Reading before) {
            return new Reading(requests - before.requests, writes - before.writes);
        }
    }

    public Reading read() {
        long sum = 0;
        long newest = 0;
        for (String endpoint : endpoints) {
            sum += total(requests, ask(endpoint, requests.where()));
            newest = Math.max(newest, total(writes, ask(endpoint, writes.where())));
        }
        return new Reading(sum, newest);
    }

    private static long total(Source source, String text) {
        double total = 0;
        Matcher lines = source.line().matcher(text);
        while (lines.find()) {
            String number = lines.group(1);
            total += source.where().equals("srvr") ? counter(number) : Double.parseDouble(number);
        }
        return (long) total;
    }

    /** The upper half of a zxid is the leader's epoch. */
    private static long counter(String zxid) {
        return Long.parseLong(zxid, 16) & 0xffff_ffffL;
    }

    private static String ask(String endpoint, String where) {
        try {
            return where.startsWith("/") ? http(endpoint, where) : fourLetters(endpoint, where);
        } catch (IOException e) {
            throw new UncheckedIOException("ask " + endpoint + " for " + where, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ask " + endpoint + " for " + where + ": interrupted", e);
        }
    }

    private static String http(String endpoint, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + endpoint + path))
                .timeout(BOUND)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String fourLetters(String endpoint, String word) throws IOException {
        int colon = endpoint.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) BOUND.toMillis());
            socket.connect(
                    new InetSocketAddress(
                            endpoint.substring(0, colon), Integer.parseInt(endpoint.substring(colon + 1))),
                    (int) BOUND.toMillis());
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
