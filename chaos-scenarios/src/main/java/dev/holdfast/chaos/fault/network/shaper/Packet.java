package dev.holdfast.chaos.fault.network.shaper;

import java.nio.ByteBuffer;

/** An IPv4 packet that the kernel holds: its number there, and its first bytes or all of them. */
// never compared, and the bytes are nobody else's
@SuppressWarnings("ArrayRecordComponent")
record Packet(int id, byte[] bytes) {

    private static final int SMALLEST = 20;
    private static final int ETHERNET = 14;

    boolean isReadable() {
        return bytes.length >= SMALLEST && bytes[0] >> 4 == 4;
    }

    int source() {
        return ByteBuffer.wrap(bytes).getInt(12);
    }

    int destination() {
        return ByteBuffer.wrap(bytes).getInt(16);
    }

    /** Returns the length that it has on the wire. */
    int wireLength() {
        return length() + ETHERNET;
    }

    private int length() {
        return ByteBuffer.wrap(bytes).getShort(2) & 0xffff;
    }

    /** Returns whether all its bytes are here. */
    boolean isWhole() {
        return bytes.length >= length();
    }

    /** Returns its bytes with one bit flipped behind the IP header; the checksum stays, and so is wrong. */
    byte[] flipped(int choice) {
        int header = (bytes[0] & 15) * 4;
        byte[] changed = bytes.clone();
        if (changed.length > header) {
            int bit = choice % ((changed.length - header) * 8);
            int at = header + bit / 8;
            changed[at] = (byte) (changed[at] ^ 1 << bit % 8);
        }
        return changed;
    }
}
