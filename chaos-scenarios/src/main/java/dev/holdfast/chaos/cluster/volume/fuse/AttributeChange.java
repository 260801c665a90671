package dev.holdfast.chaos.cluster.volume.fuse;

import com.sun.jna.Memory;

/** A change of a file's attributes. Source: {@code struct fuse_setattr_in}. */
record AttributeChange(Call call, int descriptor) {

    private static final int MODE = 1;
    private static final int USER = 1 << 1;
    private static final int GROUP = 1 << 2;
    private static final int LENGTH = 1 << 3;
    private static final int ATIME = 1 << 4;
    private static final int MTIME = 1 << 5;
    private static final int HANDLE = 1 << 6;
    private static final int ATIME_NOW = 1 << 7;
    private static final int MTIME_NOW = 1 << 8;

    private static final long NOW = (1L << 30) - 1;
    private static final long AS_IT_IS = (1L << 30) - 2;

    void carryOut() {
        if (asks(MODE)) {
            Errno.check(Libc.chmod(Libc.path(descriptor), call.word(68) & 07777));
        }
        if (asks(USER | GROUP)) {
            int user = asks(USER) ? call.word(76) : -1;
            int group = asks(GROUP) ? call.word(80) : -1;
            Errno.check(Libc.fchownat(descriptor, "", user, group, Libc.AT_EMPTY_PATH));
        }
        if (asks(LENGTH)) {
            Errno.check(
                    asks(HANDLE)
                            ? Libc.ftruncate64(call.handle(8), call.wide(16))
                            : Libc.truncate64(Libc.path(descriptor), call.wide(16)));
        }
        if (asks(ATIME | MTIME)) {
            setTimes();
        }
    }

    private void setTimes() {
        try (Memory times = new Memory(32)) {
            times.setLong(0, call.wide(32));
            times.setLong(8, nanos(ATIME, ATIME_NOW, 56));
            times.setLong(16, call.wide(40));
            times.setLong(24, nanos(MTIME, MTIME_NOW, 60));
            Errno.check(Libc.utimensat(Libc.AT_FDCWD, Libc.path(descriptor), times, 0));
        }
    }

    private long nanos(int given, int now, int offset) {
        return !asks(given) ? AS_IT_IS : asks(now) ? NOW : call.word(offset);
    }

    private boolean asks(int what) {
        return (call.word(0) & what) != 0;
    }
}
