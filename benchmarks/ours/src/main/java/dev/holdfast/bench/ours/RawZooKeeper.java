package dev.holdfast.bench.ours;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.bench.worker.Client;
import dev.holdfast.bench.worker.Setup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/** ZooKeeper's own client, with nothing on top of it. */
final class RawZooKeeper implements Client {

    private static final int ANY_VERSION = -1;

    private final ZooKeeper client;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    private RawZooKeeper(ZooKeeper client) {
        this.client = client;
    }

    static RawZooKeeper connect(Setup setup) throws InterruptedException {
        CountDownLatch connected = new CountDownLatch(1);
        try {
            ZooKeeper client = new ZooKeeper(
                    String.join(",", setup.endpoints()), (int) setup.session().toMillis(), event -> {
                        if (event.getState() == KeeperState.SyncConnected) {
                            connected.countDown();
                        }
                    });
            connected.await();
            return new RawZooKeeper(client);
        } catch (IOException e) {
            throw new UncheckedIOException("connect to " + setup.endpoints(), e);
        }
    }

    @Override
    public void writeAndDelete(String key) throws InterruptedException {
        try {
            client.create("/" + key, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            client.delete("/" + key, ANY_VERSION);
        } catch (KeeperException e) {
            throw new IllegalStateException("create and delete /" + key, e);
        }
    }

    @Override
    public CompletionStage<?> write(String key, String value) {
        String path = path(key);
        CompletableFuture<Integer> written = new CompletableFuture<>();
        if (made.add(path)) {
            make(path);
        }
        client.setData(
                path,
                value.getBytes(UTF_8),
                ANY_VERSION,
                (code, same, context, stat) -> {
                    if (code == KeeperException.Code.OK.intValue()) {
                        written.complete(code);
                    } else {
                        written.completeExceptionally(KeeperException.create(KeeperException.Code.get(code), path));
                    }
                },
                null);
        return written;
    }

    private void make(String path) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            makeOne(path.substring(0, slash));
        }
        makeOne(path);
    }

    private void makeOne(String path) {
        try {
            client.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (NodeExistsException e) {
            // as good
        } catch (KeeperException e) {
            throw new IllegalStateException("create " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("create " + path + ": interrupted", e);
        }
    }

    /** A persistent watch, and one read for each of its events: what ZooKeeper's documentation tells users to write. */
    @Override
    public Watching watch(String key, Consumer<String> onValue) throws InterruptedException {
        String path = path(key);
        Watcher watcher = event -> read(path, onValue);
        try {
            client.addWatch(path, watcher, AddWatchMode.PERSISTENT);
        } catch (KeeperException e) {
            throw new IllegalStateException("watch " + path, e);
        }
        read(path, onValue);
        return () -> unwatch(path, watcher);
    }

    private void read(String path, Consumer<String> onValue) {
        client.getData(
                path,
                false,
                (code, same, context, data, stat) -> {
                    if (data != null) {
                        onValue.accept(new String(data, UTF_8));
                    }
                },
                null);
    }

    private void unwatch(String path, Watcher watcher) {
        try {
            client.removeWatches(path, watcher, Watcher.WatcherType.Any, true);
        } catch (KeeperException e) {
            throw new IllegalStateException("end the watch of " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String path(String key) {
        return "/" + HoldfastClient.NAMESPACE + "/config/" + key;
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
