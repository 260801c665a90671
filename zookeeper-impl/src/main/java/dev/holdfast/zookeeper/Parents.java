package dev.holdfast.zookeeper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.jspecify.annotations.Nullable;

/**
 * The nodes above a queue or an entry. They are persistent, for a container would be removed with the sequence counter in
 * it, and have null data, which tells them from an entry with an empty value.
 */
final class Parents {

    private Parents() {}

    /** Returns the paths above this one, nearest first, without the root. */
    static List<String> of(String path) {
        List<String> parents = new ArrayList<>();
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            parents.add(path.substring(0, slash));
        }
        return List.copyOf(parents);
    }

    /**
     * Makes a persistent node and all above it, in one flight; those that are there are left as they are. A node that this
     * client may not make counts as there: one above the namespace is the operator's, and if it is missing, the next says so.
     */
    static CompletableFuture<Boolean> make(Wire wire, String path) {
        List<String> paths = new ArrayList<>(of(path));
        Collections.reverse(paths);
        CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
        for (String one : paths) {
            CompletableFuture<Boolean> made = wire.create(one, null, CreateMode.PERSISTENT)
                    .handle((created, failure) -> isThere(failure, Set.of(Code.NODEEXISTS, Code.NOAUTH)));
            all = all.thenCombine(made, (before, now) -> before && now);
        }
        return all.thenCombine(makeOne(wire, path), (before, now) -> before && now);
    }

    /** Makes a persistent node, of which all above is there; if it is there it is left as it is. */
    static CompletableFuture<Boolean> makeOne(Wire wire, String path) {
        return wire.create(path, null, CreateMode.PERSISTENT)
                .handle((created, failure) -> isThere(failure, Set.of(Code.NODEEXISTS)));
    }

    private static boolean isThere(@Nullable Throwable failure, Set<Code> harmless) {
        if (failure == null) {
            return true;
        }
        KeeperException error = Wire.keeperError(failure);
        if (harmless.contains(error.code())) {
            return true;
        }
        throw new CompletionException(error);
    }
}
