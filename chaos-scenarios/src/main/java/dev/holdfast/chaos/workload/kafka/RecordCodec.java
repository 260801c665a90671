package dev.holdfast.chaos.workload.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The format of the workload's records: two bytes of mark, the length of the id, the id, and a CRC-32C of all before it. */
final class RecordCodec {

    private static final short MARK = 0x4846;
    private static final int HEAD = Short.BYTES + Short.BYTES;
    private static final int TAIL = Integer.BYTES;

    private RecordCodec() {}

    static byte[] encode(String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        if (text.length == 0 || text.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("id must have 1 to " + Short.MAX_VALUE + " bytes, has " + text.length);
        }
        ByteBuffer value = ByteBuffer.allocate(HEAD + text.length + TAIL);
        value.putShort(MARK).putShort((short) text.length).put(text);
        value.putInt(checksum(value.array()));
        return value.array();
    }

    /** Returns the id; throws {@link Undecodable} for anything that {@link #encode} does not write. */
    static String decode(byte @Nullable [] value) { // a record without a value is no record of ours
        if (value == null) {
            throw new Undecodable("record has no value");
        }
        if (value.length <= HEAD + TAIL) {
            throw new Undecodable("record has " + value.length + " bytes, needs more than " + (HEAD + TAIL));
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        short mark = in.getShort();
        if (mark != MARK) {
            throw new Undecodable("record begins with " + Integer.toHexString(mark & 0xffff));
        }
        int length = in.getShort();
        if (length != value.length - HEAD - TAIL) {
            throw new Undecodable(
                    "record says that its id has " + length + " bytes, but has " + (value.length - HEAD - TAIL));
        }
        if (in.getInt(value.length - TAIL) != checksum(value)) {
            throw new Undecodable("record has a wrong checksum");
        }
        return new String(value, HEAD, length, StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(value, 0, value.length - TAIL);
        return (int) crc.getValue();
    }
}
