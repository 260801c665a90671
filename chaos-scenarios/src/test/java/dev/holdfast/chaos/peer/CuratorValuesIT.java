package dev.holdfast.chaos.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.server.ServerKind;
import dev.holdfast.chaos.wire.Order;
import dev.holdfast.chaos.wire.Order.Manner;
import dev.holdfast.chaos.wire.RecordingProxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.atomic.DistributedAtomicLong;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.AddWatchMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counters and watches: Curator's, ZooKeeper's own, and ours. */
class CuratorValuesIT extends PeerContract {

    private static final String KEY = "limits";

    private RecordingProxy proxy;
    private CuratorFramework admin;

    @Override
    ServerKind kind() {
        return ServerKind.ZOOKEEPER;
    }

    @BeforeEach
    void open() throws Exception {
        proxy = proxy();
        admin = closing(Curators.connect(lab().endpoint(), LONG_SESSION));
        admin.create().creatingParentsIfNeeded().forPath(path(KEY), "old".getBytes(UTF_8));
        admin.create().forPath(path("other"), new byte[0]);
    }

    private String path(String key) {
        return '/' + namespace() + "/config/" + key;
    }

    private void set(String key, String value) throws Exception {
        admin.setData().forPath(path(key), value.getBytes(UTF_8));
    }

    /** Cuts the client off, and lets it come back when the body has run. */
    private void whileAway(Settling body) throws Exception {
        Order away = proxy.holdRequest("connect", 1);
        proxy.breakConnections();
        fires(away);
        body.run();
        away.release();
    }

    @Test
    void a_key_deleted_and_made_anew_while_away_is_told() throws Exception {
        tellsOfAKeyMadeAnew(watch(ours(proxy), KEY, "new"));
    }

    /** {@code CuratorCacheImpl.putStorage} compares the versions of the data alone, as CURATOR-391 did elsewhere. */
    @Test
    void control_curator_does_not_tell_of_a_key_deleted_and_made_anew_while_away() throws Exception {
        CuratorFramework client = closing(Curators.connect("127.0.0.1:" + proxy.port(), LONG_SESSION));
        Map<String, String> told = new ConcurrentHashMap<>();
        CuratorCache cache = closing(CuratorCache.build(client, '/' + namespace() + "/config"));
        cache.listenable().addListener((type, before, after) -> {
            if (after != null) {
                told.put(after.getPath(), new String(after.getData(), UTF_8));
            }
        });
        cache.start();
        eventually("the cache is filled", () -> told.containsKey(path(KEY)) && told.containsKey(path("other")));

        Watched watched = new Watched(() -> told.get(path(KEY)), () -> {
            for (String mark : new String[] {"first", "second"}) {
                set("other", mark);
                eventually("the cache tells " + mark, () -> mark.equals(told.get(path("other"))));
            }
        });

        stillFails("but was: \"old\"", () -> tellsOfAKeyMadeAnew(watched));
    }

    private void tellsOfAKeyMadeAnew(Watched watched) throws Exception {
        whileAway(() -> {
            admin.delete().forPath(path(KEY));
            admin.create().forPath(path(KEY), "new".getBytes(UTF_8));
        });

        knows(watched, "new");
    }

    @Test
    void a_change_while_away_is_told() throws Exception {
        tellsAChange(watch(ours(proxy), KEY, "new"));
    }

    /** {@code DataTree.setWatches} adds a persistent watch again without telling what it has missed. */
    @Test
    void control_a_persistent_watch_does_not_tell_a_change_while_away() throws Exception {
        CuratorFramework client = closing(Curators.connect("127.0.0.1:" + proxy.port(), LONG_SESSION));
        Map<String, String> told = new ConcurrentHashMap<>();
        client.getZookeeperClient()
                .getZooKeeper()
                .addWatch(
                        '/' + namespace() + "/config",
                        event -> {
                            if (event.getPath() != null) {
                                told.put(event.getPath(), "new");
                            }
                        },
                        AddWatchMode.PERSISTENT_RECURSIVE);

        Watched watched = new Watched(
                () -> told.getOrDefault(path(KEY), "old"),
                () -> eventually("the watch is there again", () -> {
                    set("other", "any");
                    return told.containsKey(path("other"));
                }));

        stillFails("but was: \"old\"", () -> tellsAChange(watched));
    }

    private void tellsAChange(Watched watched) throws Exception {
        whileAway(() -> set(KEY, "new"));

        knows(watched, "new");
    }

    /** {@code DistributedAtomicValue.tryOnce} takes the refusal of its own repeated write for a lost race. */
    @Test
    void control_curator_counts_twice_when_a_reply_is_lost() throws Exception {
        CuratorFramework client = closing(Curators.connect("127.0.0.1:" + proxy.port(), LONG_SESSION));
        DistributedAtomicLong counter =
                new DistributedAtomicLong(client, '/' + namespace() + "/peer", new RetryNTimes(10, 10));

        stillFails(
                "but was: 3L",
                () -> countsOnce(
                        () -> counter.increment().succeeded(),
                        () -> counter.get().postValue()));
    }

    private interface Count {
        long value() throws Exception;
    }

    private void countsOnce(Settling increment, Count count) throws Exception {
        increment.run();
        Order lost = proxy.loseReply("setData", 1, Manner.BREAK);
        increment.run();
        fires(lost);

        assertThat(count.value()).isEqualTo(2);
    }
}
