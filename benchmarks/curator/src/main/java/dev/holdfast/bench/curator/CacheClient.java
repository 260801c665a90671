package dev.holdfast.bench.curator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.bench.worker.Client;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.framework.recipes.cache.CuratorCacheListener;

/** Curator's cache of one node, at the path that Holdfast keeps a config value at. */
final class CacheClient implements Client {

    private final CuratorFramework curator;

    CacheClient(CuratorFramework curator) {
        this.curator = curator;
    }

    @Override
    public Watching watch(String key, Consumer<String> onValue) throws InterruptedException {
        CountDownLatch initialized = new CountDownLatch(1);
        CuratorCache cache =
                CuratorCache.build(curator, "/holdfast/config/" + key, CuratorCache.Options.SINGLE_NODE_CACHE);
        cache.listenable()
                .addListener(CuratorCacheListener.builder()
                        .forCreatesAndChanges((before, now) -> onValue.accept(new String(now.getData(), UTF_8)))
                        .forInitialized(initialized::countDown)
                        .build());
        cache.start();
        initialized.await();
        return cache::close;
    }

    @Override
    public void close() {
        curator.close();
    }
}
