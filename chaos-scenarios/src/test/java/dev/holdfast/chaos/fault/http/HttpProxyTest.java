package dev.holdfast.chaos.fault.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy before a real server, which answers with what it was asked. */
class HttpProxyTest {

    private static final HttpRule.Match ALL = new HttpRule.Match("", "", 0, Map.of(), Map.of());

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", HttpProxyTest::answer);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Path {@code /chunked} is answered in chunks, all else with its length; {@code /none} with no body. */
    private static void answer(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] said = ("{\"asked\":\"" + exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + sent
                        + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/none")) {
            exchange.sendResponseHeaders(204, -1);
        } else {
            exchange.sendResponseHeaders(200, path.equals("/chunked") ? 0 : said.length);
            exchange.getResponseBody().write(said);
        }
        exchange.close();
    }

    private HttpProxy proxy(boolean onResponse, HttpRule.Match match, HttpRule.Actions actions) throws IOException {
        return HttpProxy.open(new HttpRule(onResponse, match, actions), server.getAddress());
    }

    private static HttpRule.Actions delay(long millis) {
        return new HttpRule.Actions(false, millis, HttpRule.Replacements.NONE, HttpRule.Additions.NONE);
    }

    private HttpResponse<String> ask(HttpProxy proxy, String method, String path, String body)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + proxy.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void what_is_not_meant_passes_as_it_is() throws IOException, InterruptedException {
        HttpRule.Match none = new HttpRule.Match("/no?e*x", "", 0, Map.of(), Map.of());
        try (HttpProxy proxy = proxy(false, none, delay(60_000))) {
            assertThat(ask(proxy, "PUT", "/a?b=c", "d").body()).isEqualTo("{\"asked\":\"PUT /a?b=c d\"}");
            assertThat(ask(proxy, "GET", "/chunked", "").body()).isEqualTo("{\"asked\":\"GET /chunked \"}");
            assertThat(ask(proxy, "GET", "/none", "").statusCode()).isEqualTo(204);
            assertThat(ask(proxy, "HEAD", "/a", "").body()).isEmpty();
            assertThat(proxy.figures()).startsWith("seen=4 matched=0 acted=0");
        }
    }

    @Test
    void a_request_comes_late_and_changed() throws IOException, InterruptedException {
        HttpRule.Actions actions = new HttpRule.Actions(
                false,
                50,
                new HttpRule.Replacements("/b", "POST", 0, "eHl6", Map.of("q", "2"), Map.of()),
                new HttpRule.Additions("", List.of(new HttpRule.Pair("r", "3")), List.of()));
        try (HttpProxy proxy = proxy(false, ALL, actions)) {
            assertThat(ask(proxy, "PUT", "/a?p=0&q=1", "d").body())
                    .isEqualTo("{\"asked\":\"POST /b?p=0&q=2&r=3 xyz\"}");

            Figures figures = Figures.decode(proxy.figures());
            assertThat(figures.isProof(actions)).isTrue();
            assertThat(figures.meanDelayMs()).isBetween(50.0, 30_000.0);
        }
    }

    @Test
    void an_answer_has_another_code_and_a_patched_body_and_the_connection_goes_on()
            throws IOException, InterruptedException {
        HttpRule.Actions actions = new HttpRule.Actions(
                false,
                0,
                new HttpRule.Replacements("", "", 500, null, Map.of(), Map.of()),
                new HttpRule.Additions("{\"asked\":null,\"more\":1}", List.of(), List.of()));
        HttpRule.Match found = new HttpRule.Match("", "", 200, Map.of(), Map.of());
        try (HttpProxy proxy = proxy(true, found, actions)) {
            for (String path : List.of("/a", "/chunked")) {
                HttpResponse<String> answer = ask(proxy, "GET", path, "");
                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.body()).isEqualTo("{\"more\":1}");
            }
            assertThat(ask(proxy, "GET", "/none", "").statusCode()).isEqualTo(204);
            assertThat(proxy.figures()).startsWith("seen=3 matched=2 acted=2");
        }
    }

    @Test
    void an_answer_without_a_body_that_becomes_one_with_has_an_empty_one() throws IOException, InterruptedException {
        HttpRule.Actions actions = new HttpRule.Actions(
                false, 0, new HttpRule.Replacements("", "", 500, null, Map.of(), Map.of()), HttpRule.Additions.NONE);
        try (HttpProxy proxy = proxy(true, ALL, actions)) {
            assertThat(ask(proxy, "GET", "/none", "").body()).isEmpty();
        }
    }

    @Test
    void an_aborted_request_and_another_protocol_are_cut_off() throws IOException {
        HttpRule.Actions abort = new HttpRule.Actions(true, 0, HttpRule.Replacements.NONE, HttpRule.Additions.NONE);
        try (HttpProxy proxy = proxy(false, ALL, abort)) {
            assertThatThrownBy(() -> ask(proxy, "POST", "/a", "x")).isInstanceOf(IOException.class);
            long acted = Figures.decode(proxy.figures()).of("acted");
            assertThat(acted).isPositive();

            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                socket.getOutputStream()
                        .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
            }
            assertThat(Figures.decode(proxy.figures()).of("acted")).isEqualTo(acted);
        }
    }

    @Test
    void a_rule_reaches_the_program_as_it_is() throws IOException {
        HttpRule rule = new HttpRule(true, ALL, delay(5));
        assertThat(new com.fasterxml.jackson.databind.ObjectMapper().readValue(HttpProxy.encode(rule), HttpRule.class))
                .isEqualTo(rule);
    }
}
