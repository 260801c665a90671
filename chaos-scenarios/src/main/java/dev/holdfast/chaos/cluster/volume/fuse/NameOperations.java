package dev.holdfast.chaos.cluster.volume.fuse;

import com.sun.jna.Memory;

/** What is asked of names in folders; each operation returns how long the answer's own part is. */
final class NameOperations {

    private static final int LONGEST_TARGET = 4096;

    private final Nodes nodes;

    NameOperations(Nodes nodes) {
        this.nodes = nodes;
    }

    int lookup(Call call) {
        nodes.enter(call, call.node(), call.text(0));
        return Call.ENTRY;
    }

    int mknod(Call call) {
        String name = call.text(16);
        Errno.check(Libc.mknodat(nodes.descriptor(call.node()), name, call.word(0), call.word(4)));
        return entered(call, name);
    }

    int mkdir(Call call) {
        String name = call.text(8);
        Errno.check(Libc.mkdirat(nodes.descriptor(call.node()), name, call.word(0)));
        return entered(call, name);
    }

    int symlink(Call call) {
        String name = call.text(0);
        String target = call.text(Call.after(0, name));
        Errno.check(Libc.symlinkat(target, nodes.descriptor(call.node()), name));
        return entered(call, name);
    }

    int link(Call call) {
        String name = call.text(8);
        String from = Libc.path(nodes.descriptor(call.wide(0)));
        Errno.check(Libc.linkat(Libc.AT_FDCWD, from, nodes.descriptor(call.node()), name, Libc.AT_SYMLINK_FOLLOW));
        return entered(call, name);
    }

    int unlink(Call call) {
        Errno.check(Libc.unlinkat(nodes.descriptor(call.node()), call.text(0), 0));
        return 0;
    }

    int rmdir(Call call) {
        Errno.check(Libc.unlinkat(nodes.descriptor(call.node()), call.text(0), Libc.AT_REMOVEDIR));
        return 0;
    }

    int rename(Call call) {
        return rename(call, 8, 0);
    }

    int renameWithFlags(Call call) {
        return rename(call, 16, call.word(8));
    }

    private int rename(Call call, int names, int flags) {
        String from = call.text(names);
        String to = call.text(Call.after(names, from));
        int folder = nodes.descriptor(call.node());
        Errno.check(Libc.renameat2(folder, from, nodes.descriptor(call.wide(0)), to, flags));
        return 0;
    }

    int readlink(Call call) {
        try (Memory target = new Memory(LONGEST_TARGET)) {
            int length = (int) Errno.check(Libc.readlinkat(nodes.descriptor(call.node()), "", target, LONGEST_TARGET));
            call.answer().put(0, target.getByteArray(0, length));
            return length;
        }
    }

    /** Answers with the entry and, behind it, the descriptor of the file that was made. */
    int create(Call call) {
        String name = call.text(16);
        int flags = (call.word(0) & FileOperations.PASSED) | Libc.O_CREAT | Libc.O_CLOEXEC | Libc.O_NOFOLLOW;
        int excludes = call.word(0) & (Libc.O_EXCL | Libc.O_TRUNC);
        int handle = Errno.check(Libc.openat(nodes.descriptor(call.node()), name, flags | excludes, call.word(4)));
        try {
            entered(call, name);
        } catch (Errno e) {
            int unused = Libc.close(handle);
            throw e;
        }
        FileOperations.putHandle(call, Call.ENTRY, handle);
        return Call.ENTRY + FileOperations.OPENED;
    }

    private int entered(Call call, String name) {
        nodes.enter(call, call.node(), name);
        return Call.ENTRY;
    }
}
