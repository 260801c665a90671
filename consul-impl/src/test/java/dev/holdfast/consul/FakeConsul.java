package dev.holdfast.consul;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/** A server that answers requests on keys with what it was told to, one after the other, and waits when there is no more. */
final class FakeConsul implements AutoCloseable {

    private final HttpServer http;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final ConsulThreads threads = new ConsulThreads("fake");
    private final Members members;
    private final Calls calls;

    private final Ticker ticker;

    FakeConsul() throws IOException {
        this(Ticker.SYSTEM, calls -> calls);
    }

    /** @param carrier makes what carries the requests of the threads that are there for them */
    FakeConsul(Ticker ticker, UnaryOperator<ExecutorService> carrier) throws IOException {
        this.ticker = ticker;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/kv/", this::answer);
        http.setExecutor(executor);
        http.start();
        members = new Members(spec(), carrier.apply(threads.calls()), Duration.ofSeconds(1));
        calls = new Calls(members, threads, Duration.ofSeconds(1));
    }

    /** One answer. */
    private record Reply(int status, String index, String leader, String body) {}

    ConnectSpec spec() {
        Endpoint endpoint = new Endpoint("127.0.0.1", http.getAddress().getPort());
        return new ConnectSpec(List.of(endpoint), "ns", Duration.ofSeconds(2), 0.1, Map.of(), ticker, Telemetry.NONE);
    }

    ConsulThreads threads() {
        return threads;
    }

    Calls calls() {
        return calls;
    }

    /** Answers one request with a value. */
    FakeConsul value(long index, long createIndex, long modifyIndex) {
        return reply(200, Long.toString(index), "true", """
                [{"Key":"ns/k","CreateIndex":%d,"ModifyIndex":%d,"LockIndex":0,"Flags":0,"Value":"aGk="}]""".formatted(createIndex, modifyIndex));
    }

    FakeConsul absent(long index) {
        return reply(404, Long.toString(index), "true", "");
    }

    FakeConsul names(long index, String... names) {
        return reply(200, Long.toString(index), "true", "[\"" + String.join("\",\"", names) + "\"]");
    }

    FakeConsul failure() {
        return reply(500, "", "true", "rpc error making call: EOF");
    }

    FakeConsul withoutLeader(long index) {
        return reply(404, Long.toString(index), "false", "");
    }

    private FakeConsul reply(int status, String index, String leader, String body) {
        replies.add(new Reply(status, index, leader, body));
        return this;
    }

    /** Returns the queries that were sent, oldest first: the number of those that block is their index, of others 0. */
    BlockingQueue<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        asked.add(query.replaceAll(".*index=(\\d+).*", "block at $1").replaceAll("^(?!block).*", "read"));
        try {
            Reply reply = replies.take();
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("X-Consul-KnownLeader", reply.leader());
            if (!reply.index().isEmpty()) {
                exchange.getResponseHeaders().add("X-Consul-Index", reply.index());
            }
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    @Override
    public void close() {
        calls.close();
        threads.close();
        members.close();
        executor.shutdownNow();
        http.stop(0);
    }
}
