package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionKeeperTest {

    private static final long BOUND_SECONDS = 20;

    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final ConsulThreads threads = new ConsulThreads("test");
    private final AtomicReference<Thread> closer = new AtomicReference<>(Thread.currentThread());
    /** Holds back the answers to renewals. */
    private final CountDownLatch renewal = new CountDownLatch(1);

    private HttpServer http;
    private Members members;
    private SessionKeeper keeper;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/session/", this::answer);
        http.start();
        var endpoint = new Endpoint("127.0.0.1", http.getAddress().getPort());
        var spec = new ConnectSpec(
                List.of(endpoint), "ns", Duration.ofSeconds(10), 0.1, Map.of(), Ticker.SYSTEM, Telemetry.NONE);
        members = new Members(spec, threads.calls(), Duration.ofSeconds(1));
        keeper = new SessionKeeper(
                spec, new SessionMaking(spec, Mode.of(spec), members), new SessionRequests(spec, members));
    }

    @AfterEach
    void stop() {
        members.close();
        threads.close();
        http.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String verb = exchange.getRequestURI().getPath().replaceAll("/v1/session/(\\w+).*", "$1");
        asked.add(verb);
        if (verb.equals("renew")) {
            await(renewal);
        }
        byte[] body = (verb.equals("create") ? "{\"ID\":\"s-1\"}" : "true").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void closing_does_not_interrupt_a_thread_that_is_about_to_end_the_session_in_the_store() throws Exception {
        AtomicBoolean leaving = new AtomicBoolean();
        Thread closing = new Thread(() -> keeper.close(() -> {
            leaving.set(true);
            untilJoined();
        }));
        closer.set(closing);
        // heard on the closing thread, which has told by then that it closes: the keeper sees that by itself now
        keeper.start((session, reason) -> {
            keeper.check();
            while (!leaving.get()) {
                Thread.onSpinWait();
            }
        });
        keeper.sessions().next().get(BOUND_SECONDS, TimeUnit.SECONDS);
        closing.start();
        closing.join(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));

        assertThat(asked).containsExactly("create", "destroy");
    }

    @Test
    void a_session_is_ended_in_the_store_though_a_renewal_is_answered_while_it_is_being_closed() throws Exception {
        CountDownLatch leaving = new CountDownLatch(1);
        // heard on the closing thread, after which the session is over here
        keeper.start((session, reason) -> {
            renewal.countDown();
            await(leaving);
        });
        keeper.sessions().next().get(BOUND_SECONDS, TimeUnit.SECONDS);
        keeper.check();
        assertThat(asked.poll(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo("create");
        assertThat(asked.poll(BOUND_SECONDS, TimeUnit.SECONDS)).isEqualTo("renew");

        keeper.close(leaving::countDown);

        assertThat(asked).containsExactly("destroy");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the closing thread waits for this one, which it does once it has interrupted it, if it ever does. */
    private void untilJoined() throws InterruptedException {
        while (closer.get().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
