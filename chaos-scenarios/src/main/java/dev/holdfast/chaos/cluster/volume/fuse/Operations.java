package dev.holdfast.chaos.cluster.volume.fuse;

import java.util.Map;

/** How each request is carried out, by its number in the FUSE protocol. */
final class Operations {

    /** Carries a request out and returns how long the answer's own part is; throws {@link Errno}. */
    interface Operation {
        int carryOut(Call call);
    }

    private static final int NO_NAME = -1;

    /** An operation, and where the request has the name of the file in the folder that it is about. */
    private record Entry(Operation operation, int nameAt) {}

    private final Nodes nodes;
    private final Map<Integer, Entry> entries;

    Operations(Nodes nodes) {
        this.nodes = nodes;
        NameOperations names = new NameOperations(nodes);
        FileOperations files = new FileOperations(nodes);
        entries = Map.ofEntries(
                Map.entry(1, new Entry(names::lookup, 0)),
                Map.entry(3, new Entry(files::getattr, NO_NAME)),
                Map.entry(4, new Entry(files::setattr, NO_NAME)),
                Map.entry(5, new Entry(names::readlink, NO_NAME)),
                Map.entry(6, new Entry(names::symlink, 0)),
                Map.entry(8, new Entry(names::mknod, 16)),
                Map.entry(9, new Entry(names::mkdir, 8)),
                Map.entry(10, new Entry(names::unlink, 0)),
                Map.entry(11, new Entry(names::rmdir, 0)),
                Map.entry(12, new Entry(names::rename, 8)),
                Map.entry(13, new Entry(names::link, 8)),
                Map.entry(14, new Entry(files::open, NO_NAME)),
                Map.entry(15, new Entry(files::read, NO_NAME)),
                Map.entry(16, new Entry(files::write, NO_NAME)),
                Map.entry(17, new Entry(files::statfs, NO_NAME)),
                Map.entry(18, new Entry(files::release, NO_NAME)),
                Map.entry(20, new Entry(files::fsync, NO_NAME)),
                Map.entry(25, new Entry(files::flush, NO_NAME)),
                Map.entry(27, new Entry(files::opendir, NO_NAME)),
                Map.entry(28, new Entry(files::readdir, NO_NAME)),
                Map.entry(29, new Entry(files::release, NO_NAME)),
                Map.entry(30, new Entry(files::fsync, NO_NAME)),
                Map.entry(35, new Entry(names::create, 16)),
                Map.entry(43, new Entry(files::fallocate, NO_NAME)),
                Map.entry(45, new Entry(names::renameWithFlags, 16)));
    }

    int carryOut(Call call) {
        Entry entry = entries.get(call.opcode());
        if (entry == null) {
            // the kernel does without, and does not ask again
            throw new Errno(Errno.ENOSYS);
        }
        return entry.operation().carryOut(call);
    }

    /** Returns the path of the file that the request is about, from the volume's root. */
    String path(Call call) {
        String path = nodes.path(call.node());
        Entry entry = entries.get(call.opcode());
        return entry == null || entry.nameAt() == NO_NAME ? path : path + '/' + call.text(entry.nameAt());
    }
}
