package dev.holdfast.chaos.fault.network.shaper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The messages of the kernel's packet queues: a netlink header, a netfilter header, and attributes padded to four bytes;
 * headers in the machine's byte order, netfilter's own numbers in network order.
 * Source: include/uapi/linux/netfilter/nfnetlink_queue.h and netlink.h in https://github.com/torvalds/linux
 */
final class QueueMessages {

    static final int DROP = 0;
    static final int ACCEPT = 1;

    private static final int HEADER = 16;
    private static final int BODY = HEADER + 4;
    private static final int SUBSYSTEM = 3 << 8;
    private static final int MSG_PACKET = SUBSYSTEM;
    private static final int MSG_VERDICT = SUBSYSTEM | 1;
    private static final int MSG_CONFIG = SUBSYSTEM | 2;
    private static final int ERROR = 2;
    private static final short REQUEST = 1;
    private static final short REQUEST_AND_ACK = 5;

    private static final short PACKET_HEADER = 1;
    private static final short VERDICT_HEADER = 2;
    private static final short PAYLOAD = 10;
    private static final short CONFIG_COMMAND = 1;
    private static final short CONFIG_PARAMETERS = 2;
    private static final short CONFIG_LENGTH = 3;
    private static final short CONFIG_MASK = 4;
    private static final short CONFIG_FLAGS = 5;

    private static final byte BIND = 1;
    private static final byte COPY_PACKET = 2;
    private static final int FAIL_OPEN = 1;
    private static final int GSO = 4;
    /** Room for the headers up to the ports; no byte behind them is looked at. */
    private static final int HEADERS_ONLY = 64;

    private QueueMessages() {}

    static void bind(ByteBuffer out, int queue) {
        begin(out, MSG_CONFIG, REQUEST_AND_ACK, queue);
        attribute(out, CONFIG_COMMAND, 4);
        out.put(BIND).put((byte) 0).putShort(big((short) Libc.AF_INET));
        end(out);
    }

    /**
     * Says how much of each packet is wanted. With headers alone the kernel hands over large segments as they are; with all
     * bytes it cuts them to the size of the link and completes their checksums first. What does not fit passes.
     */
    static void configure(ByteBuffer out, int queue, boolean bytes, int length) {
        begin(out, MSG_CONFIG, REQUEST_AND_ACK, queue);
        attribute(out, CONFIG_PARAMETERS, 5);
        out.putInt(big(bytes ? 0xffff : HEADERS_ONLY)).put(COPY_PACKET);
        pad(out);
        number(out, CONFIG_LENGTH, length);
        number(out, CONFIG_FLAGS, bytes ? FAIL_OPEN : FAIL_OPEN | GSO);
        number(out, CONFIG_MASK, FAIL_OPEN | GSO);
        end(out);
    }

    static void verdict(ByteBuffer out, int queue, int verdict, int id, byte[] changed) {
        begin(out, MSG_VERDICT, REQUEST, queue);
        attribute(out, VERDICT_HEADER, 8);
        out.putInt(big(verdict)).putInt(big(id));
        if (changed.length > 0) {
            attribute(out, PAYLOAD, changed.length);
            out.put(changed);
            pad(out);
        }
        end(out);
    }

    /** Hands over each packet in what was received, and each answer to an order: its error number, 0 when it was done. */
    static void read(ByteBuffer in, Consumer<Packet> packets, IntConsumer answers) {
        in.order(ByteOrder.nativeOrder());
        while (in.remaining() >= HEADER) {
            int start = in.position();
            int length = in.getInt(start);
            int end = start + length;
            if (length < HEADER || end > in.limit()) {
                throw new ShaperException("read a message of the packet queue: length " + length + " of "
                        + (in.limit() - start) + " bytes");
            }
            int type = in.getShort(start + 4) & 0xffff;
            if (type == ERROR) {
                answers.accept(-in.getInt(start + HEADER));
            } else if (type == MSG_PACKET) {
                packets.accept(packet(in, start + BODY, end));
            }
            in.position(Math.min(in.limit(), padded(end)));
        }
    }

    private static Packet packet(ByteBuffer in, int from, int end) {
        int id = 0;
        byte[] bytes = {};
        for (int at = from; at + 4 <= end; ) {
            int length = in.getShort(at) & 0xffff;
            int type = in.getShort(at + 2) & 0x3fff;
            if (length < 4) {
                break;
            }
            if (type == PACKET_HEADER) {
                id = big(in.getInt(at + 4));
            } else if (type == PAYLOAD) {
                bytes = new byte[length - 4];
                in.get(at + 4, bytes);
            }
            at = padded(at + length);
        }
        return new Packet(id, bytes);
    }

    private static void begin(ByteBuffer out, int type, short flags, int queue) {
        out.clear().order(ByteOrder.nativeOrder());
        out.putInt(0).putShort((short) type).putShort(flags).putInt(0).putInt(0);
        out.put((byte) 0).put((byte) 0).putShort(big((short) queue));
    }

    private static void end(ByteBuffer out) {
        out.putInt(0, out.position());
        out.flip();
    }

    private static void attribute(ByteBuffer out, short type, int length) {
        out.putShort((short) (length + 4)).putShort(type);
    }

    private static void number(ByteBuffer out, short type, int value) {
        attribute(out, type, 4);
        out.putInt(big(value));
    }

    private static void pad(ByteBuffer out) {
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
    }

    private static int padded(int at) {
        return (at + 3) & ~3;
    }

    private static int big(int value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }

    private static short big(short value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes(value);
    }
}
