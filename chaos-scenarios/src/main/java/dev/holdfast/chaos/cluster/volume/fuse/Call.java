package dev.holdfast.chaos.cluster.volume.fuse;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One request of the kernel, and the answer to it. Belongs to one worker, which uses its memory again for each request.
 * Source: {@code struct fuse_in_header} and {@code struct fuse_out_header} in include/uapi/linux/fuse.h.
 */
final class Call {

    /** The most bytes of a file in one request. */
    static final int MAX_DATA = 128 * 1024;

    /** The least that the kernel wants to have room for beside them is less. */
    private static final int HEADERS = 4096;

    private static final int IN_HEADER = 40;
    private static final int OUT_HEADER = 16;
    /** Bytes of {@code struct fuse_entry_out}. */
    static final int ENTRY = 40 + Attributes.SIZE;

    private final Memory inMemory = new Memory(MAX_DATA + HEADERS);
    private final Memory outMemory = new Memory(MAX_DATA + HEADERS);
    private final ByteBuffer in = buffer(inMemory);
    private final ByteBuffer out = buffer(outMemory);
    private List<ActiveRule> rules = List.of();

    private static ByteBuffer buffer(Memory memory) {
        return memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
    }

    /** Waits for the next request. Throws {@link Errno#ENODEV} once the file system is not mounted any more. */
    void receive(int device) {
        Errno.check(Libc.read(device, inMemory, inMemory.size()));
    }

    int opcode() {
        return in.getInt(4);
    }

    /** Returns the number of the node that the request is about. */
    long node() {
        return in.getLong(16);
    }

    /** Returns a number of the request's own part, by its offset there. */
    int word(int offset) {
        return in.getInt(IN_HEADER + offset);
    }

    long wide(int offset) {
        return in.getLong(IN_HEADER + offset);
    }

    /** Returns the descriptor that was answered when the file was opened. */
    int handle(int offset) {
        return (int) wide(offset);
    }

    /** Returns a text that ends with a zero. */
    String text(int offset) {
        return inMemory.getString(IN_HEADER + offset, "UTF-8");
    }

    /** Returns where the text after another one begins. */
    static int after(int offset, String text) {
        return offset + text.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    Pointer data(int offset) {
        return inMemory.share(IN_HEADER + offset);
    }

    /** Says which rules this call is subject to. */
    void subjectTo(List<ActiveRule> taken) {
        rules = List.copyOf(taken);
    }

    void delayOrFail() {
        rules.forEach(ActiveRule::delay);
        rules.forEach(ActiveRule::fail);
    }

    void spoil(Pointer data, int length) {
        rules.forEach(rule -> rule.spoil(data, length));
    }

    /** Returns the answer's own part, to be written to by offsets from its begin. */
    ByteBuffer answer() {
        return out.slice(OUT_HEADER, MAX_DATA).order(ByteOrder.nativeOrder());
    }

    Pointer answerData() {
        return outMemory.share(OUT_HEADER);
    }

    /** Writes {@code struct fuse_attr} with what rules make of it. */
    void putAttributes(int offset, Attributes attributes) {
        Attributes shown = attributes;
        for (ActiveRule rule : rules) {
            shown = rule.disguise(shown);
        }
        shown.put(answer(), offset);
    }

    /** Writes {@code struct fuse_entry_out}. The kernel is to ask again each time, so that rules are about each time. */
    void putEntry(long node, Attributes attributes) {
        ByteBuffer entry = answer();
        entry.putLong(0, node);
        for (int at = 8; at < 40; at += 8) {
            entry.putLong(at, 0);
        }
        putAttributes(40, attributes);
    }

    /** Answers with that many bytes of the answer's own part. */
    void reply(int device, int length) {
        send(device, 0, length);
    }

    void fail(int device, int errno) {
        send(device, -errno, 0);
    }

    private void send(int device, int error, int length) {
        out.putInt(0, OUT_HEADER + length).putInt(4, error).putLong(8, in.getLong(8));
        // refused when the caller was killed meanwhile or nothing is mounted any more: nobody waits for it then
        long unused = Libc.write(device, outMemory, OUT_HEADER + length);
    }
}
