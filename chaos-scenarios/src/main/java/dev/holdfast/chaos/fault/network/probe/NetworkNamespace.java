package dev.holdfast.chaos.fault.network.probe;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A network namespace by the path that names it; a socket made there stays there. */
record NetworkNamespace(String path) {

    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int BUFFER_BYTES = 1024 * 1024;

    /** The two calls of the C library that move a thread. */
    interface Libc extends Library {
        Libc INSTANCE = Native.load("c", Libc.class);

        int open(String path, int flags);

        int setns(int fd, int kind);
    }

    /** Opens a datagram socket there, on a thread that moves there and ends. */
    DatagramChannel datagrams(String address, int index) throws IOException, InterruptedException {
        CompletableFuture<DatagramChannel> made = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        enter();
                        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
                        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
                        channel.bind(new InetSocketAddress(address, 0));
                        channel.configureBlocking(false);
                        made.complete(channel);
                    } catch (IOException e) {
                        made.completeExceptionally(e);
                    }
                },
                "probe-open-" + index);
        thread.start();
        try {
            return made.get();
        } catch (ExecutionException e) {
            throw new IOException("open a socket at " + address + " in " + path + ": " + e.getCause(), e);
        }
    }

    private void enter() throws IOException {
        int fd = Libc.INSTANCE.open(path, 0);
        if (fd < 0 || Libc.INSTANCE.setns(fd, CLONE_NEWNET) != 0) {
            throw new IOException("enter " + path + ": errno " + Native.getLastError());
        }
    }
}
