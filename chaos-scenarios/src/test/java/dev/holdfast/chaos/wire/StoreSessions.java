package dev.holdfast.chaos.wire;

import dev.holdfast.chaos.cluster.server.ServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The sessions that a store's only member has, asked past the backend. */
record StoreSessions(ServerKind kind, String endpoint) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** Returns the store's own names of them. */
    Set<String> alive() {
        return switch (kind) {
            case ZOOKEEPER -> found("0x([0-9a-f]+)", dump().split("ephemeral nodes dump", 2)[0]);
            case ETCD -> found("\"ID\":\\s*\"(-?\\d+)\"", ask("/v3/lease/leases", "POST", "{}"));
            case CONSUL -> found("\"ID\":\\s*\"([^\"]+)\"", ask("/v1/session/list?consistent", "GET", ""));
            case KAFKA -> throw new IllegalStateException("kind must be a store, was " + kind);
        };
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Source: https://zookeeper.apache.org/doc/r3.9.5/zookeeperAdmin.html#sc_4lw */
    private String dump() {
        URI member = URI.create("zookeeper://" + endpoint);
        try (Socket socket = new Socket(member.getHost(), member.getPort())) {
            socket.getOutputStream().write("dump".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("ask " + endpoint + " for its sessions", e);
        }
    }

    private String ask(String path, String method, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + endpoint + path))
                .method(method, BodyPublishers.ofString(body))
                .timeout(ANSWER)
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(request + " was interrupted", e);
        }
    }
}
