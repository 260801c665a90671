package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.fault.AtOnce;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a HotSpot virtual machine answers to tools that attach to it, such as {@code jcmd}. Spoken here by hand: the place of
 * its socket depends on the process id alone, which processes of two sandboxes share, so it is looked at who answers.
 * Source: src/hotspot/os/posix/attachListener_posix.cpp and os/signals in JDK 17.
 */
final class JavaAttachment implements Closeable {

    private static final int QUIT = 3;

    private final long pid;
    private final Signals signals;
    private final UnixSockets sockets;
    private final String innerPid;
    private boolean wasAsked;

    JavaAttachment(long pid, Signals signals) {
        this.pid = pid;
        this.signals = signals;
        this.sockets = new UnixSockets(pid);
        this.innerPid = innerPid(pid);
    }

    /**
     * Makes the machine listen, unless it does. The signal for that prints all stacks, into the output of a client, when no
     * file stands for it in the working folder, and when the machine listens already and its socket is in place: so the
     * file stays, and the signal is sent once, and again only when the socket has gone.
     */
    void open(Duration bound) throws IOException {
        boolean listens = sockets.isListening(socketName());
        if (listens && Files.exists(socket())) {
            return;
        }
        if (listens || !wasAsked) {
            if (!catchesQuit()) {
                throw new IOException("virtual machine " + pid + " takes no attachment (yet)");
            }
            Path file = Path.of("/proc/" + pid + "/cwd/.attach_pid" + innerPid);
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            wasAsked = true;
            signals.send("QUIT", pid);
        }
        if (!AtOnce.until(bound, () -> sockets.isListening(socketName()) && Files.exists(socket()))) {
            throw new SocketTimeoutException("virtual machine " + pid + " did not begin to listen within " + bound);
        }
    }

    /** Removes the socket, if this has made the machine listen; it makes another when it is asked to again. */
    @Override
    public void close() throws IOException {
        if (wasAsked) {
            Files.deleteIfExists(socket());
        }
    }

    /** Asks for one thing without arguments; the answer follows a line with the code 0. */
    String ask(String command, Duration bound) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            if (!AtOnce.until(bound, () -> sockets.hasAccepted(socketName()))) {
                throw new SocketTimeoutException("virtual machine " + pid + " did not take the connection within "
                        + bound + "; it is stopped, or another process answers in its place");
            }
            channel.write(ByteBuffer.wrap(("1\0" + command + "\0\0\0\0").getBytes(StandardCharsets.UTF_8)));
            String answer = readAll(channel, bound);
            if (!answer.startsWith("0\n")) {
                throw new IOException("virtual machine " + pid + " refused '" + command + "': "
                        + answer.lines().limit(2).toList());
            }
            return answer.substring(2);
        }
    }

    private static String readAll(SocketChannel channel, Duration bound) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer part = ByteBuffer.allocate(8192);
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (true) {
                if (selector.select(bound.toMillis()) == 0) {
                    throw new SocketTimeoutException("no answer of the virtual machine within " + bound);
                }
                selector.selectedKeys().clear();
                if (channel.read(part.clear()) < 0) {
                    return all.toString(StandardCharsets.UTF_8);
                }
                all.write(part.array(), 0, part.position());
            }
        }
    }

    private Path socket() {
        return Path.of(socketName());
    }

    private String socketName() {
        return "/tmp/.java_pid" + innerPid;
    }

    /** Returns the id that the process itself sees, the last one of the line. */
    private static String innerPid(long pid) {
        String ids = status(pid, "NSpid:");
        return ids.isEmpty() ? String.valueOf(pid) : ids.substring(ids.lastIndexOf('\t') + 1);
    }

    private boolean catchesQuit() {
        String caught = status(pid, "SigCgt:");
        return !caught.isEmpty() && (Long.parseUnsignedLong(caught, 16) >> (QUIT - 1) & 1) == 1;
    }

    private static String status(long pid, String field) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith(field))
                    .map(line -> line.substring(field.length()).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
