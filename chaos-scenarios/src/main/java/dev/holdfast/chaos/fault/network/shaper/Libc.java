package dev.holdfast.chaos.fault.network.shaper;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the C library that sockets of the kernel's own families need. Each returns
 * -1 and sets errno on failure; null stands for the null pointer.
 */
final class Libc {

    static final int AF_INET = 2;
    static final int AF_NETLINK = 16;
    static final int SOCK_RAW = 3;
    static final int IPPROTO_RAW = 255;
    static final int NETLINK_NETFILTER = 12;
    static final int MSG_DONTWAIT = 0x40;
    static final short POLLIN = 1;

    static final int SOL_SOCKET = 1;
    static final int SO_RCVBUF = 8;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_MARK = 36;
    static final int SOL_NETLINK = 270;
    static final int NETLINK_NO_ENOBUFS = 5;

    static final int EAGAIN = 11;
    static final int EINTR = 4;

    static {
        Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, Pointer address, int length);

    static native int setsockopt(int fd, int level, int option, Pointer value, int length);

    static native long recv(int fd, Pointer buffer, long length, int flags);

    static native long sendto(
            int fd, Pointer buffer, long length, int flags, @Nullable Pointer address, int addressLength);

    static native int ppoll(Pointer fds, long count, Pointer timeout, @Nullable Pointer signals);

    static native int close(int fd);

    static ShaperException failed(String what) {
        return new ShaperException(what + ": errno " + Native.getLastError());
    }
}
