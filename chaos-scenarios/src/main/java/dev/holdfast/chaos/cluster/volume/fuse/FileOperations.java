package dev.holdfast.chaos.cluster.volume.fuse;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;

/** What is asked of files and folders themselves; each operation returns how long the answer's own part is. */
final class FileOperations {

    /** Bytes of {@code struct fuse_open_out}. */
    static final int OPENED = 16;

    /**
     * The flags of an open file that hold below too. Not {@code O_APPEND}: the kernel says where a write goes. Not
     * {@code O_DIRECT}: our memory is not aligned for it.
     */
    static final int PASSED = ~(Libc.O_APPEND | Libc.O_DIRECT | Libc.O_CREAT | Libc.O_EXCL | Libc.O_TRUNC);

    private static final int ONLY_DATA = 1;
    private static final int BY_HANDLE = 1;
    /** Bytes of {@code struct fuse_attr_out} and of {@code struct fuse_statfs_out}. */
    private static final int ATTRIBUTES = 16 + Attributes.SIZE;

    private static final int STATFS = 80;
    private static final int STATVFS_SIZE = 256;

    private final Nodes nodes;

    FileOperations(Nodes nodes) {
        this.nodes = nodes;
    }

    static void putHandle(Call call, int offset, int handle) {
        call.answer().putLong(offset, handle).putLong(offset + 8, 0);
    }

    int getattr(Call call) {
        int descriptor = (call.word(0) & BY_HANDLE) == 0 ? nodes.descriptor(call.node()) : call.handle(8);
        return attributes(call, descriptor);
    }

    private static int attributes(Call call, int descriptor) {
        call.answer().putLong(0, 0).putLong(8, 0);
        call.putAttributes(16, Attributes.of(descriptor).attributes());
        return ATTRIBUTES;
    }

    int setattr(Call call) {
        int descriptor = nodes.descriptor(call.node());
        new AttributeChange(call, descriptor).carryOut();
        return attributes(call, descriptor);
    }

    int open(Call call) {
        String path = Libc.path(nodes.descriptor(call.node()));
        int flags = (call.word(0) & PASSED & ~Libc.O_NOFOLLOW) | Libc.O_CLOEXEC;
        putHandle(call, 0, Errno.check(Libc.openat(Libc.AT_FDCWD, path, flags, 0)));
        return OPENED;
    }

    int opendir(Call call) {
        int descriptor = nodes.descriptor(call.node());
        int handle = Errno.check(Libc.openat(descriptor, ".", Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0));
        putHandle(call, 0, handle);
        return OPENED;
    }

    int read(Call call) {
        int count = Math.min(call.word(16), Call.MAX_DATA);
        int length = (int) Errno.check(Libc.pread64(call.handle(0), call.answerData(), count, call.wide(8)));
        call.spoil(call.answerData(), length);
        return length;
    }

    int write(Call call) {
        int count = call.word(16);
        call.spoil(call.data(40), count);
        int written = 0;
        while (written < count) {
            written += (int) Errno.check(
                    Libc.pwrite64(call.handle(0), call.data(40 + written), count - written, call.wide(8) + written));
        }
        call.answer().putInt(0, written).putInt(4, 0);
        return 8;
    }

    int fsync(Call call) {
        boolean onlyData = (call.word(8) & ONLY_DATA) != 0;
        Errno.check(onlyData ? Libc.fdatasync(call.handle(0)) : Libc.fsync(call.handle(0)));
        return 0;
    }

    int fallocate(Call call) {
        Errno.check(Libc.fallocate64(call.handle(0), call.word(24), call.wide(8), call.wide(16)));
        return 0;
    }

    int flush(Call call) {
        return 0;
    }

    int release(Call call) {
        int unused = Libc.close(call.handle(0));
        return 0;
    }

    /** Source: getdents64(2) and {@code struct fuse_dirent}; an entry that finds no room is asked for again. */
    int readdir(Call call) {
        int room = Math.min(call.word(16), Call.MAX_DATA);
        try (Memory entries = new Memory(Math.max(room, 512))) {
            Errno.check(Libc.lseek64(call.handle(0), call.wide(8), 0));
            long end = Errno.check(Libc.getdents64(call.handle(0), entries, entries.size()));
            ByteBuffer answer = call.answer();
            int length = 0;
            for (long at = 0; at < end; at += Short.toUnsignedInt(entries.getShort(at + 16))) {
                byte[] name = bytes(entries, at + 19);
                int size = (24 + name.length + 7) & ~7;
                if (length + size > room) {
                    break;
                }
                answer.putLong(length, entries.getLong(at)).putLong(length + 8, entries.getLong(at + 8));
                answer.putInt(length + 16, name.length).putInt(length + 20, entries.getByte(at + 18));
                answer.put(length + 24, name);
                length += size;
            }
            return length;
        }
    }

    private static byte[] bytes(Memory memory, long at) {
        int length = 0;
        while (memory.getByte(at + length) != 0) {
            length++;
        }
        return memory.getByteArray(at, length);
    }

    /** Source: statvfs(3) on 64-bit Linux and {@code struct fuse_kstatfs}. */
    int statfs(Call call) {
        try (Memory found = new Memory(STATVFS_SIZE)) {
            Errno.check(Libc.statvfs64(Libc.path(nodes.descriptor(call.node())), found));
            ByteBuffer answer = call.answer();
            for (int i = 0; i < 5; i++) {
                answer.putLong(i * 8, found.getLong(16 + i * 8L));
            }
            answer.putInt(40, (int) found.getLong(0)).putInt(44, (int) found.getLong(80));
            answer.putInt(48, (int) found.getLong(8));
            for (int at = 52; at < STATFS; at += 4) {
                answer.putInt(at, 0);
            }
            return STATFS;
        }
    }
}
