package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.junit.jupiter.api.Test;

class WatchRouterTest {

    private final WatchRouter router = new WatchRouter();
    private final List<String> told = new ArrayList<>();
    private final WatchRouter.PathListener one = (path, event) -> told.add("one " + path);
    private final WatchRouter.PathListener two = (path, event) -> told.add("two " + path);

    private void deleted(String path) {
        router.process(new WatchedEvent(EventType.NodeDeleted, KeeperState.SyncConnected, path));
    }

    @Test
    void each_listener_of_a_path_is_told_once_however_often_it_asked() {
        router.listen("/a", one);
        router.listen("/a", two);
        router.listen("/a", one);
        deleted("/a");
        deleted("/b");

        assertThat(told).containsExactlyInAnyOrder("one /a", "two /a");
    }

    @Test
    void a_path_is_kept_until_its_last_listener_is_forgotten() {
        router.listen("/a", one);
        router.listen("/a", two);
        router.forget("/a", one);
        deleted("/a");
        assertThat(told).containsExactly("two /a");

        router.forget("/a", two);
        deleted("/a");
        assertThat(told).hasSize(1);
        assertThat(router.size()).isZero();
    }
}
