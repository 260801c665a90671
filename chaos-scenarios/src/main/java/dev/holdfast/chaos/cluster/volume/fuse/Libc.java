package dev.holdfast.chaos.cluster.volume.fuse;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The system calls of a file system that passes through, as the C library of a 64-bit Linux has them. Each returns what the
 * call returns; {@link Errno#check} turns a failure into an exception. Source: section 2 of the Linux manual.
 */
final class Libc {

    static final int O_RDWR = 2;
    static final int O_ACCMODE = 3;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_TRUNC = 0x200;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;

    /** Differ between processors. */
    static final int O_DIRECT = isArm() ? 0x10000 : 0x4000;

    static final int O_DIRECTORY = isArm() ? 0x4000 : 0x10000;
    static final int O_NOFOLLOW = isArm() ? 0x8000 : 0x20000;
    static final int O_APPEND = 0x400;

    static final int AT_FDCWD = -100;
    static final int AT_EMPTY_PATH = 0x1000;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_SYMLINK_FOLLOW = 0x400;
    static final int STATX_BASIC_STATS = 0x7ff;

    static final int MS_NOSUID = 2;
    static final int MS_NODEV = 4;
    static final int MNT_DETACH = 2;

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    /** Returns the path under which this process finds what a descriptor of its own refers to, whatever its name is now. */
    static String path(int descriptor) {
        return "/proc/self/fd/" + descriptor;
    }

    static native int openat(int folder, String name, int flags, int mode);

    static native int close(int descriptor);

    static native long read(int descriptor, Pointer buffer, long count);

    static native long write(int descriptor, Pointer buffer, long count);

    static native long pread64(int descriptor, Pointer buffer, long count, long offset);

    static native long pwrite64(int descriptor, Pointer buffer, long count, long offset);

    static native int fsync(int descriptor);

    static native int fdatasync(int descriptor);

    static native int fallocate64(int descriptor, int mode, long offset, long length);

    static native int ftruncate64(int descriptor, long length);

    static native int truncate64(String path, long length);

    static native int statx(int folder, String name, int flags, int mask, Pointer buffer);

    static native int statvfs64(String path, Pointer buffer);

    static native int mkdirat(int folder, String name, int mode);

    static native int mknodat(int folder, String name, int mode, long device);

    static native int unlinkat(int folder, String name, int flags);

    static native int renameat2(int from, String name, int to, String newName, int flags);

    static native int linkat(int from, String name, int to, String newName, int flags);

    static native int symlinkat(String target, int folder, String name);

    static native long readlinkat(int folder, String name, Pointer buffer, long size);

    static native int chmod(String path, int mode);

    static native int fchownat(int folder, String name, int user, int group, int flags);

    static native int utimensat(int folder, String name, Pointer times, int flags);

    static native long getdents64(int descriptor, Pointer buffer, long size);

    static native long lseek64(int descriptor, long offset, int from);

    static native int umask(int mask);

    static native int mount(String source, String target, String type, long flags, String data);

    static native int umount2(String target, int flags);
}
