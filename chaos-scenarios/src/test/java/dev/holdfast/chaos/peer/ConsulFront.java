package dev.holdfast.chaos.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Stands before a member of Consul, shows a higher position than there is, and has it go back as it does when the member
 * starts anew; answers what is asked at that moment with an error.
 */
final class ConsulFront implements AutoCloseable {

    private static final int AHEAD = 1_000_000;
    private static final String INDEX = "X-Consul-Index";
    private static final Pattern ASKED = Pattern.compile("(?<=[?&]index=)\\d+");
    private static final Set<String> OWN_HEADERS =
            Set.of("connection", "content-length", "host", "upgrade", "http2-settings");
    private static final int ERROR = 500;

    private final String member;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "consul-front"));
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile int ahead = AHEAD;

    private ConsulFront(String member, HttpServer server) {
        this.member = member;
        this.server = server;
    }

    /** @param member {@code host:port} */
    static ConsulFront open(String member) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        ConsulFront front = new ConsulFront(member, server);
        server.setExecutor(front.threads);
        server.createContext("/", front::pass);
        server.start();
        return front;
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** Returns whether a query waits for a change at this moment. */
    boolean isAsked() {
        return waiting.get() > 0;
    }

    /** Answers what is asked now with an error, as soon as the member answers it. */
    void fail() {
        failures.incrementAndGet();
    }

    /** Has the position go back, and answers what is asked now with an error. */
    void goBack() {
        ahead = 0;
        fail();
    }

    private void pass(HttpExchange exchange) throws IOException {
        boolean waits = ASKED.matcher(exchange.getRequestURI().toString()).find();
        try (exchange) {
            int before = failures.get();
            int shown = ahead;
            waiting.addAndGet(waits ? 1 : 0);
            HttpResponse<byte[]> answer = http.send(request(exchange, shown), BodyHandlers.ofByteArray());
            if (before == failures.get()) {
                answer(exchange, answer, shown);
            } else {
                exchange.sendResponseHeaders(ERROR, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.addAndGet(waits ? -1 : 0);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer, int shown) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        answer.headers()
                .firstValueAsLong(INDEX)
                .ifPresent(index -> exchange.getResponseHeaders().set(INDEX, String.valueOf(index + shown)));
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private HttpRequest request(HttpExchange exchange, int shown) throws IOException {
        String query = ASKED.matcher(exchange.getRequestURI().toString())
                .replaceAll(asked -> String.valueOf(Math.max(1, Long.parseLong(asked.group()) - shown)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + member + query))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
