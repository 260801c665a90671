package dev.holdfast.chaos.cluster.volume.fuse;

import com.sun.jna.Native;

/** A system call's error number, on its way to the process that made the call. */
final class Errno extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENODEV = 19;
    static final int ENOSYS = 38;
    static final int ESTALE = 116;

    private final int number;

    Errno(int number) {
        super("errno " + number, null, false, false);
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Returns what a system call returned, unless that says that it failed; to be called right after it. */
    static long check(long returned) {
        if (returned < 0) {
            throw new Errno(Native.getLastError());
        }
        return returned;
    }

    /** As {@link #check(long)}. */
    static int check(int returned) {
        if (returned < 0) {
            throw new Errno(Native.getLastError());
        }
        return returned;
    }
}
