package dev.holdfast.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are made in the same step as it is checked that another node, the guard, is there. Each answers with the
 * Stat of the changed node; empty, and nothing was changed, if the guard is not there; it fails with the error of the
 * first change that cannot be made.
 */
final class Guarded {

    private final Wire wire;
    private final String guard;

    Guarded(Wire wire, String guard) {
        this.wire = wire;
        this.guard = guard;
    }

    CompletableFuture<Optional<Stat>> set(String path, byte @Nullable [] data, int version) {
        return change(path, List.of(Op.setData(path, data, version)));
    }

    /** Makes a persistent node. */
    CompletableFuture<Optional<Stat>> create(String path, byte[] data) {
        // only the second of these tells the node's Stat
        return change(path, List.of(wire.creation(path, data), Op.setData(path, data, -1)));
    }

    private CompletableFuture<Optional<Stat>> change(String path, List<Op> changes) {
        List<Op> all = new ArrayList<>(changes);
        all.add(0, Op.check(guard, -1));
        return wire.change(path, all).thenApply(changed -> {
            if (isGuardMissing(changed.results())) {
                return Optional.empty();
            }
            if (changed.rc() != Code.OK.intValue()) {
                throw new CompletionException(Wire.error(changed.rc(), path));
            }
            return Optional.of(lastStat(changed.results()));
        });
    }

    private static boolean isGuardMissing(List<OpResult> results) {
        return !results.isEmpty()
                && results.get(0) instanceof OpResult.ErrorResult error
                && error.getErr() == Code.NONODE.intValue();
    }

    private static Stat lastStat(List<OpResult> results) {
        if (results.get(results.size() - 1) instanceof OpResult.SetDataResult set) {
            return set.getStat();
        }
        throw new IllegalArgumentException("the last of several changes must set data, was answered " + results);
    }
}
