package dev.holdfast.chaos.cluster.volume.fuse;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that the kernel knows of, by the numbers given to them, each with a descriptor that stays right when the file is
 * renamed or unlinked. Safe for use by several threads.
 */
final class Nodes {

    private static final long ROOT = 1;
    private static final int LONGEST_PATH = 4096;
    private static final String DELETED = " (deleted)";

    /** A file: its descriptor can be looked at, not read. */
    private record Node(long number, int descriptor, Attributes.Key key, long lookups) {}

    private final String root;

    @GuardedBy("this")
    private final Map<Long, Node> byNumber = new HashMap<>();

    @GuardedBy("this")
    private final Map<Attributes.Key, Long> byKey = new HashMap<>();

    @GuardedBy("this")
    private long last = ROOT;

    /** Begins with the folder that is passed through. */
    Nodes(String folder) {
        int descriptor =
                Errno.check(Libc.openat(Libc.AT_FDCWD, folder, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0));
        Attributes.Key key = Attributes.of(descriptor).key();
        byNumber.put(ROOT, new Node(ROOT, descriptor, key, 1));
        byKey.put(key, ROOT);
        root = target(descriptor);
    }

    synchronized int descriptor(long number) {
        Node node = byNumber.get(number);
        if (node == null) {
            throw new Errno(Errno.ESTALE);
        }
        return node.descriptor();
    }

    /** Looks a name up, counts that the kernel was told of the file, and writes the answer. */
    void enter(Call call, long folder, String name) {
        int flags = Libc.O_PATH | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
        int descriptor = Errno.check(Libc.openat(descriptor(folder), name, flags, 0));
        Attributes.Found found;
        try {
            found = Attributes.of(descriptor);
        } catch (Errno e) {
            int unused = Libc.close(descriptor);
            throw e;
        }
        call.putEntry(number(descriptor, found.key()), found.attributes());
    }

    private synchronized long number(int descriptor, Attributes.Key key) {
        Long number = byKey.get(key);
        if (number == null) {
            number = ++last;
            byNumber.put(number, new Node(number, descriptor, key, 1));
            byKey.put(key, number);
        } else {
            int unused = Libc.close(descriptor);
            byNumber.computeIfPresent(
                    number, (n, node) -> new Node(n, node.descriptor(), node.key(), node.lookups() + 1));
        }
        return number;
    }

    /** Counts that the kernel has forgotten what it was told of a file so many times. */
    synchronized void forget(long number, long times) {
        Node node = byNumber.get(number);
        if (node == null || number == ROOT) {
            return;
        }
        if (node.lookups() > times) {
            byNumber.put(number, new Node(number, node.descriptor(), node.key(), node.lookups() - times));
        } else {
            byNumber.remove(number);
            byKey.remove(node.key());
            int unused = Libc.close(node.descriptor());
        }
    }

    /** Returns the path of a file from the root, which is the empty one; the last it had if it has none any more. */
    String path(long number) {
        String target = target(descriptor(number));
        String path = target.length() > root.length() ? target.substring(root.length()) : "";
        return path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path;
    }

    private static String target(int descriptor) {
        try (Memory path = new Memory(LONGEST_PATH)) {
            long length = Errno.check(Libc.readlinkat(Libc.AT_FDCWD, Libc.path(descriptor), path, LONGEST_PATH - 1));
            path.setByte(length, (byte) 0);
            return path.getString(0, "UTF-8");
        }
    }

    synchronized List<Long> numbers() {
        return new ArrayList<>(byNumber.keySet());
    }

    synchronized void close() {
        byNumber.values().forEach(node -> {
            int unused = Libc.close(node.descriptor());
        });
        byNumber.clear();
        byKey.clear();
    }
}
