package dev.holdfast.zookeeper;

import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.ConnectSpec.Endpoint;
import dev.holdfast.spi.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Asks, before a handle is made, whether the two ends can prove to each other who they are. The client itself only logs
 * that they cannot, and tries again for ever.
 */
final class TlsProbe {

    private static final Duration ANSWER = Duration.ofSeconds(1);
    /** A word that every server answers or refuses, but not before it knows whom it speaks to. */
    private static final byte[] WORD = "srvr".getBytes(StandardCharsets.US_ASCII);

    private TlsProbe() {}

    /**
     * Returns when one member has proved it, or nothing is known of one.
     *
     * @throws Unavailable if no member has
     */
    static void check(ConnectSpec spec, Deadline deadline) throws InterruptedException {
        Optional<SSLContext> context = spec.security().tls().context();
        if (context.isEmpty()) {
            return;
        }
        SSLException last = null;
        for (Endpoint member : spec.endpoints()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted before the members were asked");
            }
            try {
                ask(context.get(), member, (int)
                        Math.max(1, deadline.orAfter(ANSWER).remaining().toMillis()));
                return;
            } catch (SSLException e) {
                last = e;
            } catch (IOException unknown) {
                return;
            }
        }
        if (last != null) {
            throw new Unavailable(
                    "connect to ZooKeeper at " + spec.endpoints() + " as '" + spec.namespace()
                            + "' by TLS: no member and"
                            + " this client could prove to each other who they are (" + last.getMessage()
                            + "); nothing was asked",
                    last);
        }
    }

    private static void ask(SSLContext context, Endpoint member, int millis) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(member.host(), member.port()), millis);
            socket.getOutputStream().write(WORD);
            var unused = socket.getInputStream().read();
        }
    }
}
