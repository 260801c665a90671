package dev.holdfast.zookeeper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one ZooKeeper handle as futures. They leave in the order of the calls and are answered in that order,
 * so several calls in a row are one flight. A future fails with a {@link KeeperException}; a node that is not there is
 * an empty answer to a read. Nothing is ever tried twice here.
 */
final class Wire {

    private final ZooKeeper zooKeeper;
    private final List<ACL> owners;

    /** @param owners whose the nodes are that are made */
    Wire(ZooKeeper zooKeeper, List<ACL> owners) {
        this.zooKeeper = zooKeeper;
        this.owners = List.copyOf(owners);
    }

    /** Makes a node; null data marks one that only stands above others. */
    CompletableFuture<Created> create(String path, byte @Nullable [] data, CreateMode mode) {
        CompletableFuture<Created> answer = new CompletableFuture<>();
        zooKeeper.create(
                path,
                data,
                owners,
                mode,
                (rc, p, context, name, stat) -> answer(answer, rc, path, () -> new Created(name, stat)),
                null);
        return answer;
    }

    CompletableFuture<Optional<Children>> children(String path, @Nullable Watcher watcher) {
        CompletableFuture<Optional<Children>> answer = new CompletableFuture<>();
        zooKeeper.getChildren(
                path,
                watcher,
                (rc, p, context, names, stat) -> found(answer, rc, path, () -> new Children(names, stat)),
                null);
        return answer;
    }

    CompletableFuture<Optional<Node>> data(String path, @Nullable Watcher watcher) {
        CompletableFuture<Optional<Node>> answer = new CompletableFuture<>();
        zooKeeper.getData(
                path,
                watcher,
                (rc, p, context, data, stat) -> found(answer, rc, path, () -> new Node(data, stat)),
                null);
        return answer;
    }

    CompletableFuture<Optional<Stat>> exists(String path, @Nullable Watcher watcher) {
        CompletableFuture<Optional<Stat>> answer = new CompletableFuture<>();
        zooKeeper.exists(path, watcher, (rc, p, context, stat) -> found(answer, rc, path, () -> stat), null);
        return answer;
    }

    CompletableFuture<Stat> set(String path, byte @Nullable [] data, int version) {
        CompletableFuture<Stat> answer = new CompletableFuture<>();
        zooKeeper.setData(path, data, version, (rc, p, context, stat) -> answer(answer, rc, path, () -> stat), null);
        return answer;
    }

    CompletableFuture<Boolean> delete(String path) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        zooKeeper.delete(
                path,
                -1,
                (rc, p, context) -> {
                    if (rc == Code.NONODE.intValue()) {
                        answer.complete(false);
                    } else {
                        answer(answer, rc, path, () -> true);
                    }
                },
                null);
        return answer;
    }

    /**
     * Changes a node in the same step as it is checked that another, the guard, is there.
     *
     * @param changes end with a {@code setData}, whose Stat the answer is
     * @return empty, and nothing was changed, if the guard is not there; fails with the error of the first change that
     *     cannot be made
     */
    CompletableFuture<Optional<Stat>> guarded(String guard, List<Op> changes) {
        List<Op> all = new ArrayList<>(changes);
        all.add(0, Op.check(guard, -1));
        CompletableFuture<Optional<Stat>> answer = new CompletableFuture<>();
        zooKeeper.multi(
                all,
                (rc, path, context, results) -> {
                    if (isGuardMissing(results)) {
                        answer.complete(Optional.empty());
                    } else {
                        answer(answer, rc, path, () -> Optional.of(lastStat(results)));
                    }
                },
                null);
        return answer;
    }

    private static boolean isGuardMissing(@Nullable List<OpResult> results) {
        return results != null
                && !results.isEmpty()
                && results.get(0) instanceof OpResult.ErrorResult error
                && error.getErr() == Code.NONODE.intValue();
    }

    private static Stat lastStat(List<OpResult> results) {
        if (results.get(results.size() - 1) instanceof OpResult.SetDataResult set) {
            return set.getStat();
        }
        throw new IllegalArgumentException("the last of several changes must set data, was answered " + results);
    }

    /** Has the leader answer, after all that it has committed before has reached the connected member. */
    CompletableFuture<Boolean> sync(String path) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        zooKeeper.sync(path, (rc, p, context) -> answer(answer, rc, path, () -> true), null);
        return answer;
    }

    /** Returns the client's error that failed a future. */
    static KeeperException keeperError(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KeeperException error) {
                return error;
            }
        }
        throw new IllegalStateException("a request ended with an unknown error", failure);
    }

    private static <T> void found(CompletableFuture<Optional<T>> answer, int rc, String path, Supplier<T> value) {
        if (rc == Code.NONODE.intValue()) {
            answer.complete(Optional.empty());
        } else {
            answer(answer, rc, path, () -> Optional.of(value.get()));
        }
    }

    private static <T> void answer(CompletableFuture<T> answer, int rc, String path, Supplier<T> value) {
        if (rc == Code.OK.intValue()) {
            answer.complete(value.get());
        } else {
            @Nullable Code code = Code.get(rc);
            answer.completeExceptionally(KeeperException.create(code == null ? Code.SYSTEMERROR : code, path));
        }
    }

    /** A node that was made: its full path, and its Stat, whose czxid is unique in the store's history. */
    record Created(String path, Stat stat) {}

    /** The names of a node's children, without order, and the node's own Stat. */
    record Children(List<String> names, Stat stat) {
        Children {
            names = List.copyOf(names);
        }
    }

    /** A node's data, null if it has none, and its Stat. */
    static final class Node {

        private final byte @Nullable [] data;
        private final Stat stat;

        Node(byte @Nullable [] data, Stat stat) {
            this.data = data;
            this.stat = stat;
        }

        byte @Nullable [] data() {
            return data;
        }

        Stat stat() {
            return stat;
        }
    }
}
