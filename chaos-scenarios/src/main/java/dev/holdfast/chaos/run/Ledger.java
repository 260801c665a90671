package dev.holdfast.chaos.run;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.FencingGuard;
import dev.holdfast.model.FencingToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guarded resource: what the holders of a lock write to. Asked to, it refuses a token that is older than one it has
 * seen; else it accepts everything, as resources do that know of no tokens. It numbers what it accepts.
 *
 * <p>One line in, {@code write NAME TOKEN FENCED}; one line out, {@code accepted NUMBER} or {@code refused NEWEST}.
 */
final class Ledger implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Ledger.class);
    private static final Pattern WRITE = Pattern.compile("write (\\S{1,200}) ([0-9]{1,18}) (true|false)");
    private static final int READ_TIMEOUT_MS = 2_000;

    private final ServerSocket server;
    private final FencingGuard guard = FencingGuard.inMemory();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, Long> newest = new HashMap<>();

    @GuardedBy("lock")
    private long accepted;

    private Ledger(ServerSocket server) {
        this.server = server;
    }

    /** Opens the resource on any free port of an address of this machine. */
    static Ledger open(String address) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
            Ledger ledger = new Ledger(server);
            Thread thread = new Thread(ledger::serve, "ledger");
            thread.setDaemon(true);
            thread.start();
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException("open the guarded resource on " + address, e);
        }
    }

    /** Returns host:port. */
    String address() {
        return server.getInetAddress().getHostAddress() + ':' + server.getLocalPort();
    }

    private void serve() {
        for (int number = 1; !server.isClosed(); number++) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> answer(socket), "ledger-" + number);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    log.warn("guarded resource could not accept a connection: {}", e.getMessage());
                }
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            Matcher write = WRITE.matcher(line == null ? "" : line);
            String answer = write.matches()
                    ? decide(write.group(1), Long.parseLong(write.group(2)), Boolean.parseBoolean(write.group(3)))
                    : "error: expected 'write NAME TOKEN FENCED'";
            socket.getOutputStream().write((answer + '\n').getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            log.debug("guarded resource lost a connection: {}", e.getMessage());
        }
    }

    private String decide(String name, long token, boolean fenced) {
        synchronized (lock) {
            if (fenced && !guard.admits(new FencingToken(name, token))) {
                return "refused " + newest.getOrDefault(name, 0L);
            }
            newest.merge(name, token, Math::max);
            accepted++;
            return "accepted " + accepted;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            log.debug("guarded resource: {}", e.getMessage());
        }
    }
}
