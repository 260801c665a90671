package dev.holdfast.chaos.fault.network.shaper;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** One packet queue of the kernel, and a way to send packets that do not come back into it. For one thread. */
final class PacketQueue implements AutoCloseable {

    private static final int LONGEST = 128 * 1024;
    private static final int IN_KERNEL = 65_536;
    private static final int BUFFER_BYTES = 32 * 1024 * 1024;
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] UNCHANGED = {};

    private final int number;
    private final Memory in = new Memory(LONGEST);
    private final Memory out = new Memory(LONGEST);
    private final Memory small = new Memory(16);
    private final Memory timeout = new Memory(16);
    private final int socket;
    private final int raw;
    private long refused;

    /**
     * Takes the queue.
     *
     * @param mark put on the packets that {@link #send} sends, so that a rule can let them pass
     */
    PacketQueue(int number, int mark) {
        this.number = number;
        this.socket = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW, Libc.NETLINK_NETFILTER);
        this.raw = Libc.socket(Libc.AF_INET, Libc.SOCK_RAW, Libc.IPPROTO_RAW);
        if (socket < 0 || raw < 0) {
            throw Libc.failed("open the sockets of packet queue " + number);
        }
        small.clear();
        small.setShort(0, (short) Libc.AF_NETLINK);
        if (Libc.bind(socket, small, 12) != 0) {
            throw Libc.failed("bind the socket of packet queue " + number);
        }
        if (option(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, BUFFER_BYTES) != 0) {
            // an ordinary user gets what the machine allows
            option(socket, Libc.SOL_SOCKET, Libc.SO_RCVBUF, BUFFER_BYTES);
        }
        option(socket, Libc.SOL_NETLINK, Libc.NETLINK_NO_ENOBUFS, 1);
        if (option(raw, Libc.SOL_SOCKET, Libc.SO_MARK, mark) != 0) {
            throw Libc.failed("mark the packets sent beside queue " + number);
        }
        ByteBuffer order = buffer();
        QueueMessages.bind(order, number);
        transmit(order, "bind");
        demandAnswer("bind");
        copy(false);
        demandAnswer("configure");
    }

    private int option(int fd, int level, int name, int value) {
        timeout.setInt(0, value);
        return Libc.setsockopt(fd, level, name, timeout, 4);
    }

    /** Says whether all bytes of the packets are wanted from now on, or their headers alone. */
    void copy(boolean bytes) {
        ByteBuffer order = buffer();
        QueueMessages.configure(order, number, bytes, IN_KERNEL);
        transmit(order, "configure");
    }

    /** Before the first rule leads here, so that nothing but the answer can come. */
    private void demandAnswer(String what) {
        AtomicInteger answer = new AtomicInteger(-1);
        if (await(SECOND)) {
            receive(packet -> {}, answer::set);
        }
        if (answer.get() != 0) {
            throw new ShaperException(what + " packet queue " + number + ": the kernel answered errno " + answer.get()
                    + " (-1: nothing within 1 s)");
        }
    }

    /** Waits until there is something to receive; returns whether there is. */
    boolean await(long nanos) {
        small.setInt(0, socket);
        small.setShort(4, Libc.POLLIN);
        small.setShort(6, (short) 0);
        timeout.setLong(0, nanos / SECOND);
        timeout.setLong(8, nanos % SECOND);
        return Libc.ppoll(small, 1, timeout, null) > 0;
    }

    /** Hands over the packets that have come; returns whether any message had. */
    boolean receive(Consumer<Packet> packets) {
        return receive(packets, error -> refused += error == 0 ? 0 : 1);
    }

    private boolean receive(Consumer<Packet> packets, IntConsumer answers) {
        long length = Libc.recv(socket, in, LONGEST, Libc.MSG_DONTWAIT);
        if (length < 0) {
            int error = Native.getLastError();
            if (error != Libc.EAGAIN && error != Libc.EINTR) {
                throw new ShaperException("receive from packet queue " + number + ": errno " + error);
            }
            return false;
        }
        QueueMessages.read(in.getByteBuffer(0, length), packets, answers);
        return true;
    }

    void drop(int id) {
        decide(id, QueueMessages.DROP, UNCHANGED);
    }

    void accept(int id) {
        decide(id, QueueMessages.ACCEPT, UNCHANGED);
    }

    /** Lets the packet go with other bytes. */
    void accept(int id, byte[] changed) {
        decide(id, QueueMessages.ACCEPT, changed);
    }

    private void decide(int id, int verdict, byte[] changed) {
        ByteBuffer order = buffer();
        QueueMessages.verdict(order, number, verdict, id, changed);
        transmit(order, "decide on a packet of");
    }

    /** Sends a packet as it is, past the queue. */
    void send(byte[] packet, int destination) {
        out.write(0, packet, 0, packet.length);
        small.clear();
        small.setShort(0, (short) Libc.AF_INET);
        small.getByteBuffer(4, 4).order(ByteOrder.BIG_ENDIAN).putInt(destination);
        if (Libc.sendto(raw, out, packet.length, 0, small, 16) < 0) {
            refused++;
        }
    }

    /** Returns how often the kernel refused a decision or a packet, as it does when a pod's network has gone meanwhile. */
    long refused() {
        return refused;
    }

    private ByteBuffer buffer() {
        return out.getByteBuffer(0, LONGEST);
    }

    private void transmit(ByteBuffer order, String what) {
        if (Libc.sendto(socket, out, order.limit(), 0, null, 0) < 0) {
            throw Libc.failed(what + " packet queue " + number);
        }
    }

    @Override
    public void close() {
        Libc.close(socket);
        Libc.close(raw);
    }
}
