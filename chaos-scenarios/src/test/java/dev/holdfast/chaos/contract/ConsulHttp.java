package dev.holdfast.chaos.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What an operator asks of a Consul server. */
final class ConsulHttp {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private ConsulHttp() {}

    /** Sends a request without a body, and returns the answer; an empty object if it has no body. */
    static JsonNode json(String endpoint, String method, String path) {
        byte[] body = bytes(endpoint, method, path, new byte[0]);
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(method + ' ' + path + " did not answer JSON", e);
        }
    }

    static byte[] bytes(String endpoint, String method, String path, byte[] body) {
        URI uri = URI.create("http://" + endpoint + "/v1" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.ofByteArray(body))
                .timeout(ANSWER)
                .build();
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(method + ' ' + uri + " answered " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(method + ' ' + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + ' ' + uri + " was interrupted", e);
        }
    }
}
