package dev.holdfast.zookeeper;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.common.PathUtils;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one ZooKeeper handle as futures. They leave in the order of the calls and are answered in that order,
 * so several calls in a row are one flight. A future fails with a {@link KeeperException}; a node that is not there is
 * an empty answer to a read. Nothing is ever tried twice here. No more than a {@link Window} of them is under way.
 */
final class Wire {

    private final ZooKeeper zooKeeper;
    private final List<ACL> owners;
    private final Window window = new Window();

    /** @param owners whose the nodes are that are made */
    Wire(ZooKeeper zooKeeper, List<ACL> owners) {
        this.zooKeeper = zooKeeper;
        this.owners = List.copyOf(owners);
    }

    /** Runs what sends the first requests of something new: at once, unless much is under way. */
    void begin(Runnable beginning) {
        window.begin(beginning);
    }

    /** Makes a node; null data marks one that only stands above others. */
    CompletableFuture<Created> create(String path, byte @Nullable [] data, CreateMode mode) {
        return ask(
                path,
                answer -> zooKeeper.create(
                        path,
                        data,
                        owners,
                        mode,
                        (rc, p, context, name, stat) -> answer(answer, rc, path, () -> new Created(name, stat)),
                        null));
    }

    CompletableFuture<Optional<Children>> children(String path, @Nullable Watcher watcher) {
        return ask(
                path,
                answer -> zooKeeper.getChildren(
                        path,
                        watcher,
                        (rc, p, context, names, stat) -> found(answer, rc, path, () -> new Children(names, stat)),
                        null));
    }

    CompletableFuture<Optional<Node>> data(String path, @Nullable Watcher watcher) {
        return ask(
                path,
                answer -> zooKeeper.getData(
                        path,
                        watcher,
                        (rc, p, context, data, stat) -> found(answer, rc, path, () -> new Node(data, stat)),
                        null));
    }

    CompletableFuture<Optional<Stat>> exists(String path, @Nullable Watcher watcher) {
        return ask(
                path,
                answer -> zooKeeper.exists(
                        path, watcher, (rc, p, context, stat) -> found(answer, rc, path, () -> stat), null));
    }

    CompletableFuture<Stat> set(String path, byte @Nullable [] data, int version) {
        return ask(
                path,
                answer -> zooKeeper.setData(
                        path, data, version, (rc, p, context, stat) -> answer(answer, rc, path, () -> stat), null));
    }

    CompletableFuture<Boolean> delete(String path) {
        return ask(
                path,
                answer -> zooKeeper.delete(
                        path,
                        -1,
                        (rc, p, context) -> {
                            if (rc == Code.NONODE.intValue()) {
                                answer.complete(false);
                            } else {
                                answer(answer, rc, path, () -> true);
                            }
                        },
                        null));
    }

    /** Makes several changes in one step, or none. */
    CompletableFuture<Changes> change(String path, List<Op> changes) {
        return ask(
                path,
                answer -> zooKeeper.multi(
                        changes,
                        (rc, p, context, results) ->
                                answer.complete(new Changes(rc, results == null ? List.of() : results)),
                        null));
    }

    /** Returns the making of a persistent node, as one of several changes. */
    Op creation(String path, byte[] data) {
        return Op.create(path, data, owners, CreateMode.PERSISTENT);
    }

    /** Has the leader answer, after all that it has committed before has reached the connected member. */
    CompletableFuture<Boolean> sync(String path) {
        return ask(path, answer -> sync(path, answer));
    }

    /** Has the leader answer as {@link #sync} does, but waits for no other request to be answered. */
    CompletableFuture<Boolean> beat() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        sync("/", answer);
        return answer;
    }

    private void sync(String path, CompletableFuture<Boolean> answer) {
        zooKeeper.sync(path, (rc, p, context) -> answer(answer, rc, path, () -> true), null);
    }

    /** The path is looked at here, before the request may wait for others. */
    private <T> CompletableFuture<T> ask(String path, Consumer<CompletableFuture<T>> request) {
        PathUtils.validatePath(path);
        CompletableFuture<T> answer = new CompletableFuture<>();
        var unused = answer.whenComplete((done, failure) -> window.answered());
        window.send(() -> request.accept(answer));
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
            answer.completeExceptionally(error(rc, path));
        }
    }

    /** Returns the error of this code. */
    static KeeperException error(int rc, String path) {
        @Nullable Code code = Code.get(rc);
        return KeeperException.create(code == null ? Code.SYSTEMERROR : code, path);
    }

    /** A node that was made: its full path, and its Stat, whose czxid is unique in the store's history. */
    record Created(String path, Stat stat) {}

    /** What became of several changes: a code, and the result of each. */
    record Changes(int rc, List<OpResult> results) {
        Changes {
            results = List.copyOf(results);
        }
    }

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
