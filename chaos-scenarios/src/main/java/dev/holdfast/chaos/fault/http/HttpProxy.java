package dev.holdfast.chaos.fault.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The program: {@code HttpProxy ADDRESS PORT}, of the server that it stands before. Answers each line of input and ends with its
 * input. Orders: {@code begin RULE} says at which port it listens from then on, {@code figures} what it has done so far;
 * {@code end} cuts all connections and says the same.
 */
public final class HttpProxy implements AutoCloseable {

    private static final int BACKLOG = 512;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpRule rule;
    private final InetSocketAddress address;
    private final ServerSocket listener;
    private final Tally tally = new Tally();
    private final Set<Exchange> exchanges = ConcurrentHashMap.newKeySet();
    private final AtomicLong count = new AtomicLong();

    private HttpProxy(HttpRule rule, InetSocketAddress address, ServerSocket listener) {
        this.rule = rule;
        this.address = address;
        this.listener = listener;
    }

    /** Listens at a free port of the server's address. */
    static HttpProxy open(HttpRule rule, InetSocketAddress address) throws IOException {
        HttpProxy proxy = new HttpProxy(rule, address, new ServerSocket(0, BACKLOG, address.getAddress()));
        thread("http-accept", proxy::accept);
        return proxy;
    }

    /** Returns a rule as a line that {@code begin} takes. */
    static String encode(HttpRule rule) throws IOException {
        return JSON.writeValueAsString(rule);
    }

    int port() {
        return listener.getLocalPort();
    }

    String figures() {
        return tally.inWords();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void thread(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // an end of a connection, which both of its sides have seen by now
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (!listener.isClosed()) {
            Socket client = listener.accept();
            Exchange exchange = new Exchange(rule, tally, client);
            exchanges.add(exchange);
            long number = count.incrementAndGet();
            thread(
                    "http-request-" + number,
                    () -> ending(exchange, () -> {
                        exchange.connect(address);
                        thread("http-answer-" + number, () -> ending(exchange, exchange::answers));
                        exchange.requests();
                    }));
            if (listener.isClosed()) {
                exchange.close();
            }
        }
    }

    /** Does a side's work, and cuts the whole when it fails; a side that is done leaves the end to the other. */
    private void ending(Exchange exchange, Work side) throws IOException, InterruptedException {
        boolean isDone = false;
        try {
            side.run();
            isDone = true;
        } finally {
            if (!isDone) {
                exchange.close();
            }
            if (exchange.hasEnded()) {
                exchanges.remove(exchange);
            }
        }
    }

    /** Takes no more connections and cuts those there are. Idempotent. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // it listens no more
        }
        exchanges.forEach(Exchange::close);
    }

    /** Runs until the end of the input. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(args[0]), Integer.parseInt(args[1]));
        HttpProxy proxy = null;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (proxy == null) {
                    proxy = open(JSON.readValue(line.substring("begin ".length()), HttpRule.class), address);
                    System.out.println(proxy.port());
                    continue;
                }
                if (line.equals("end")) {
                    proxy.close();
                }
                System.out.println(proxy.figures());
            }
        } finally {
            if (proxy != null) {
                proxy.close();
            }
        }
    }
}
