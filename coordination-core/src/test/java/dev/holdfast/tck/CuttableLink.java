package dev.holdfast.tck;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TCP link between a client and a store that a test can cut: listens on one address and forwards to another.
 *
 * <p><b>Threads.</b> Each link owns one thread {@code link-accept-PORT} and two threads {@code link-pump-N} for each
 * connection; all end with {@link #close()}.
 */
public final class CuttableLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CuttableLink.class);
    private static final int CONNECT_MS_MAX = 2_000;
    private static final AtomicInteger PUMPS = new AtomicInteger();

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Set<Socket> sockets = new HashSet<>();

    @GuardedBy("lock")
    private boolean requestsPass = true;

    @GuardedBy("lock")
    private boolean answersPass = true;

    @GuardedBy("lock")
    private boolean closed;

    private CuttableLink(ServerSocket listener, InetSocketAddress target) {
        this.listener = listener;
        this.target = target;
    }

    /**
     * Opens a link.
     *
     * @param listen where clients connect to; port 0 takes a free one
     * @param target where the store listens; asked anew for each connection
     */
    public static CuttableLink open(InetSocketAddress listen, InetSocketAddress target) {
        try {
            ServerSocket listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(listen, 200);
            CuttableLink link = new CuttableLink(listener, target);
            start("link-accept-" + listener.getLocalPort(), link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException("listen on " + listen + " for " + target, e);
        }
    }

    /** Returns the port that clients connect to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Makes a black hole of the link: no bytes pass, connections stay open, new ones are accepted and hang. */
    public void cut() {
        pass(false, false);
    }

    /** Lets bytes pass to the store, and none back. */
    public void cutAnswers() {
        pass(true, false);
    }

    /** Lets everything pass again; what was held back passes first. */
    public void heal() {
        pass(true, true);
    }

    private void pass(boolean requests, boolean answers) {
        synchronized (lock) {
            requestsPass = requests;
            answersPass = answers;
            lock.notifyAll();
        }
    }

    /** Breaks every connection. */
    public void closeConnections() {
        List<Socket> open;
        synchronized (lock) {
            open = new ArrayList<>(sockets);
        }
        open.forEach(this::drop);
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("close the link on port " + port(), e);
        } finally {
            closeConnections();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (keep(client)) {
                    start("link-pump-" + PUMPS.incrementAndGet(), () -> serve(client));
                }
            } catch (IOException e) {
                // closed, or a client that was gone before it was accepted: the loop's condition tells
                log.debug("link {} accepted nothing: {}", port(), e.getMessage());
            }
        }
    }

    /** Connects to the store once requests may pass, and pumps in both directions until either side ends. */
    private void serve(Socket client) {
        Socket store = new Socket();
        try {
            if (!keep(store) || !awaitPass(true)) {
                return;
            }
            client.setTcpNoDelay(true);
            store.setTcpNoDelay(true);
            store.connect(target, CONNECT_MS_MAX);
            start("link-pump-" + PUMPS.incrementAndGet(), () -> {
                pump(store, client, false);
                drop(store);
                drop(client);
            });
            pump(client, store, true);
        } catch (IOException e) {
            // the client sees its own connection broken
            log.debug("link {} could not reach {}: {}", port(), target, e.getMessage());
        } finally {
            drop(client);
            drop(store);
        }
    }

    private void pump(Socket from, Socket to, boolean requests) {
        byte[] bytes = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (awaitPass(requests)) {
                int count = in.read(bytes);
                if (count < 0 || !awaitPass(requests)) {
                    return;
                }
                out.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // either side has ended; the caller drops both
            log.debug("link {} ended a connection: {}", port(), e.getMessage());
        }
    }

    /** Waits until bytes may pass; false when the link is closed. */
    private boolean awaitPass(boolean requests) {
        synchronized (lock) {
            while (!closed && !(requests ? requestsPass : answersPass)) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    return false;
                }
            }
            return !closed;
        }
    }

    private boolean keep(Socket socket) {
        synchronized (lock) {
            if (!closed) {
                sockets.add(socket);
                return true;
            }
        }
        drop(socket);
        return false;
    }

    private void drop(Socket socket) {
        synchronized (lock) {
            sockets.remove(socket);
        }
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("link {} has a socket that does not close: {}", port(), e.getMessage());
        }
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }
}
