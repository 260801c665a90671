package dev.holdfast.chaos.cluster.volume.fuse;

import com.sun.jna.Memory;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a file system says of a file. */
record Attributes(
        long ino,
        long size,
        long blocks,
        Moment atime,
        Moment mtime,
        Moment ctime,
        int mode,
        int links,
        int user,
        int group,
        int device,
        int blockSize) {

    /** Bytes of {@code struct fuse_attr}. */
    static final int SIZE = 88;

    private static final int STATX_SIZE = 256;
    private static final int PERMISSIONS = 07777;
    private static final int TYPE = 0170000;

    /** A file's identity in this machine. */
    record Key(long device, long ino) {}

    /** A file's attributes and its identity. */
    record Found(Attributes attributes, Key key) {}

    /** Looks at what a descriptor refers to. Source: statx(2), {@code struct statx}. */
    static Found of(int descriptor) {
        try (Memory found = new Memory(STATX_SIZE)) {
            Errno.check(Libc.statx(descriptor, "", Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, found));
            Attributes attributes = new Attributes(
                    found.getLong(32),
                    found.getLong(40),
                    found.getLong(48),
                    moment(found, 64),
                    moment(found, 112),
                    moment(found, 96),
                    Short.toUnsignedInt(found.getShort(28)),
                    found.getInt(16),
                    found.getInt(20),
                    found.getInt(24),
                    (found.getInt(128) << 8) | (found.getInt(132) & 0xff),
                    found.getInt(4));
            long device = ((long) found.getInt(136) << 32) | Integer.toUnsignedLong(found.getInt(140));
            return new Found(attributes, new Key(device, attributes.ino()));
        }
    }

    private static Moment moment(Memory found, int at) {
        return new Moment(found.getLong(at), found.getInt(at + 8));
    }

    Attributes with(Rule.Disguise other) {
        int type = other.type() == null ? mode & TYPE : other.type();
        int permissions = other.permissions() == null ? mode & PERMISSIONS : other.permissions() & PERMISSIONS;
        return new Attributes(
                or(other.ino(), ino),
                or(other.size(), size),
                or(other.blocks(), blocks),
                or(other.atime(), atime),
                or(other.mtime(), mtime),
                or(other.ctime(), ctime),
                type | permissions,
                or(other.links(), links),
                or(other.user(), user),
                or(other.group(), group),
                or(other.device(), device),
                blockSize);
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /** Writes {@code struct fuse_attr}. */
    void put(ByteBuffer out, int at) {
        out.putLong(at, ino).putLong(at + 8, size).putLong(at + 16, blocks);
        out.putLong(at + 24, atime.seconds()).putLong(at + 32, mtime.seconds()).putLong(at + 40, ctime.seconds());
        out.putInt(at + 48, atime.nanos()).putInt(at + 52, mtime.nanos()).putInt(at + 56, ctime.nanos());
        out.putInt(at + 60, mode).putInt(at + 64, links).putInt(at + 68, user).putInt(at + 72, group);
        out.putInt(at + 76, device).putInt(at + 80, blockSize).putInt(at + 84, 0);
    }
}
