package dev.holdfast.chaos.cluster.volume.fuse;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a process can ask of a file system, by the names of IOChaos, with the numbers of the FUSE protocol. */
public enum Method {
    LOOKUP(1),
    FORGET(2),
    GETATTR(3),
    SETATTR(4),
    READLINK(5),
    MKNOD(8),
    MKDIR(9),
    UNLINK(10),
    RMDIR(11),
    SYMLINK(6),
    RENAME(12, 45),
    LINK(13),
    OPEN(14),
    READ(15),
    WRITE(16),
    FLUSH(25),
    RELEASE(18),
    FSYNC(20),
    OPENDIR(27),
    READDIR(28),
    RELEASEDIR(29),
    FSYNCDIR(30),
    STATFS(17),
    SETXATTR(21),
    GETXATTR(22),
    LISTXATTR(23),
    REMOVEXATTR(24),
    ACCESS(34),
    CREATE(35),
    GETLK(31),
    SETLK(32, 33),
    BMAP(37);

    /**
     * What the kernel answers by itself here: it checks access and keeps locks and block maps, gets no extended attributes,
     * and wants no answer when it forgets.
     */
    private static final Set<Method> UNASKED =
            Set.of(FORGET, SETXATTR, GETXATTR, LISTXATTR, REMOVEXATTR, ACCESS, GETLK, SETLK, BMAP);

    private static final Map<String, Method> WORDS =
            Arrays.stream(values()).collect(Collectors.toMap(Method::word, Function.identity()));

    private final int opcode;
    /** The number of the same call with more to say; that of the call itself where there is none. */
    private final int variant;

    Method(int opcode) {
        this(opcode, opcode);
    }

    Method(int opcode, int variant) {
        this.opcode = opcode;
        this.variant = variant;
    }

    /** Returns all by the words of IOChaos. */
    public static Map<String, Method> words() {
        return WORDS;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether a call of this kind reaches the pass-through, so that a rule can be about it. */
    public boolean isAsked() {
        return !UNASKED.contains(this);
    }

    /** Returns null for a request that IOChaos has no name for. */
    static @Nullable Method of(int opcode) {
        for (Method method : values()) {
            if (method.opcode == opcode || method.variant == opcode) {
                return method;
            }
        }
        return null;
    }
}
