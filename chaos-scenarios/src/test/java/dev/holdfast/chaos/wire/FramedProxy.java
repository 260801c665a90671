package dev.holdfast.chaos.wire;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.holdfast.chaos.wire.Order.Manner;
import dev.holdfast.chaos.wire.Order.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A proxy for protocols of messages over TCP: one connection to the member for each of the client. */
final class FramedProxy implements RecordingProxy {

    private static final Logger log = LoggerFactory.getLogger(FramedProxy.class);
    private static final int CONNECT_MS_MAX = 2_000;
    private static final int BACKLOG = 50;

    private final ServerSocket listener;
    private final InetSocketAddress member;
    private final Supplier<Frames> frames;
    private final boolean inOrder;
    private final Tap tap = new Tap();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Set<FramedConnection> connections = new HashSet<>();

    @GuardedBy("lock")
    private boolean closed;

    private FramedProxy(ServerSocket listener, InetSocketAddress member, Supplier<Frames> frames, boolean inOrder) {
        this.listener = listener;
        this.member = member;
        this.frames = frames;
        this.inOrder = inOrder;
    }

    /** @param inOrder whether the client refuses a reply while an earlier one is missing */
    static FramedProxy open(InetSocketAddress member, Supplier<Frames> frames, boolean inOrder) {
        try {
            ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
            FramedProxy proxy = new FramedProxy(listener, member, frames, inOrder);
            thread("wire-accept-" + proxy.port(), proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("listen for " + member, e);
        }
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public Recording recording() {
        return tap.recording();
    }

    @Override
    public Order order(Part part, Manner manner, Predicate<Request> which, int nth) {
        if (inOrder && manner == Manner.SILENCE) {
            throw new IllegalArgumentException("manner must be BREAK or HOLD where replies come in order, was SILENCE");
        }
        return tap.order(part, manner, which, nth);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
            } catch (IOException e) {
                // closed, or a member that cannot be reached: the client sees its own connection broken
                log.debug("proxy {} has not connected: {}", port(), e.getMessage());
            }
        }
    }

    private void serve(Socket client) throws IOException {
        Socket store = new Socket();
        FramedConnection connection = new FramedConnection(client, store, frames.get(), tap);
        synchronized (lock) {
            connections.add(connection);
        }
        boolean connected = false;
        try {
            client.setTcpNoDelay(true);
            store.setTcpNoDelay(true);
            store.connect(member, CONNECT_MS_MAX);
            connected = !isClosed();
        } finally {
            if (!connected) {
                end(connection);
            }
        }
        thread("wire-requests-" + port(), () -> run(connection, connection::passRequests));
        thread("wire-replies-" + port(), () -> run(connection, connection::passReplies));
    }

    private void run(FramedConnection connection, FramedConnection.Direction direction) {
        try {
            direction.pass();
        } catch (IOException e) {
            log.debug("proxy {} ended a connection: {}", port(), e.toString());
        } catch (InterruptedException e) {
            log.debug("proxy {} was interrupted", port());
        } finally {
            end(connection);
        }
    }

    private void end(FramedConnection connection) {
        synchronized (lock) {
            connections.remove(connection);
        }
        connection.close();
    }

    @Override
    public void breakConnections() {
        List<FramedConnection> open;
        synchronized (lock) {
            open = List.copyOf(connections);
        }
        open.forEach(this::end);
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("close the proxy on port " + port(), e);
        } finally {
            tap.close();
            breakConnections();
        }
    }

    private static void thread(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
