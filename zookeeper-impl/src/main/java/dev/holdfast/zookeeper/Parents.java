package dev.holdfast.zookeeper;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    /** Makes a persistent node and all above it, in one flight; those that are there are left as they are. */
    static CompletableFuture<Boolean> make(Wire wire, String path) {
        List<String> paths = new ArrayList<>(of(path));
        Collections.reverse(paths);
        paths.add(path);
        CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
        for (String one : paths) {
            all = all.thenCombine(makeOne(wire, one), (before, now) -> before && now);
        }
        return all;
    }

    /** Makes a persistent node, of which all above is there; if it is there it is left as it is. */
    static CompletableFuture<Boolean> makeOne(Wire wire, String path) {
        return wire.create(path, null, CreateMode.PERSISTENT).handle((created, failure) -> isThere(failure));
    }

    private static boolean isThere(@Nullable Throwable failure) {
        if (failure == null) {
            return true;
        }
        KeeperException error = Wire.keeperError(failure);
        if (error.code() == Code.NODEEXISTS) {
            return true;
        }
        throw new CompletionException(error);
    }
}
