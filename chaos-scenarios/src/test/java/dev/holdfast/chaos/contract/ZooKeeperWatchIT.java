package dev.holdfast.chaos.contract;

import static dev.holdfast.chaos.contract.ZooKeeperScene.BOUND;
import static dev.holdfast.chaos.contract.ZooKeeperScene.SESSION;
import static dev.holdfast.chaos.contract.ZooKeeperScene.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Entries.EntryListener;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.EntryState;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.WriteCondition;
import dev.holdfast.tck.CuttableLink;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entries and watches of ZooKeeper where others have lost changes, or made them twice; each test is named after the cause. */
class ZooKeeperWatchIT {

    private static final String KEY = "config/limits";
    private static final WriteCondition ALWAYS = new WriteCondition.Always();
    private static ZooKeeperScene scene;
    private final String namespace = ZooKeeperScene.namespace();
    private final Told told = new Told();

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        scene = ZooKeeperScene.start("ZooKeeperWatchIT", data);
    }

    @AfterAll
    static void stop() throws Exception {
        scene.stop();
    }

    @AfterEach
    void close_clients() throws Exception {
        scene.closeClients();
    }

    /** What a watch has told. */
    private static final class Told implements EntryListener {

        private final List<EntryState> states = new CopyOnWriteArrayList<>();
        private final AtomicLong confirmedNanos = new AtomicLong(Long.MIN_VALUE);

        @Override
        public void changed(EntryState state) {
            states.add(state);
        }

        @Override
        public void confirmed(long atNanos) {
            confirmedNanos.set(atNanos);
        }

        EntryState last() {
            return states.get(states.size() - 1);
        }

        boolean isLast(long revision) {
            return !states.isEmpty() && last().revision() == revision;
        }
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        eventually(what, BOUND, condition);
    }

    private static void eventually(String what, Duration bound, Callable<Boolean> condition) {
        await(what).pollInterval(Duration.ofMillis(10)).atMost(bound).until(condition);
    }

    private static long write(Backend backend, String value) throws InterruptedException {
        return backend.entries().write(KEY, value.getBytes(), ALWAYS, soon()).revision();
    }

    private String path() {
        return '/' + namespace + '/' + KEY;
    }

    /** Removes the node and makes it again, as an administrator would: it has the same version as before. */
    private Stat madeAgain(String value) throws Exception {
        Stat stat = new Stat();
        scene.admin().delete(path(), -1);
        scene.admin().create(path(), value.getBytes(), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, stat);
        return stat;
    }

    @Test
    void a_node_removed_and_made_again_with_equal_version_during_a_disconnect_is_told() throws Exception {
        CuttableLink link = scene.link();
        Backend backend = scene.backend(namespace, link, Telemetry.NONE);
        write(backend, "same");
        try (var watch = backend.entries().watch(KEY, told)) {
            eventually("the first is told", () -> told.states.size() == 1);
            link.cut();
            Stat again = madeAgain("same");
            link.closeConnections();
            link.heal();

            assertThat(watch).isNotNull();
            eventually("the new node is told", () -> told.isLast(again.getMzxid()));
        }
    }

    @Test
    void changes_around_two_disconnects_before_either_was_told_are_not_lost() throws Exception {
        CuttableLink link = scene.link();
        Backend backend = scene.backend(namespace, link, Telemetry.NONE);
        Backend writer = scene.backend(namespace);
        try (var watch = backend.entries().watch(KEY, told)) {
            eventually("absence is told", () -> told.states.size() == 1);
            for (int i = 0; i < 5; i++) {
                link.closeConnections();
                write(writer, "first " + i);
                link.closeConnections();
                long last = write(writer, "second " + i);
                eventually("the last is told", () -> told.isLast(last));
            }
            assertThat(watch).isNotNull();
            assertThat(told.states).extracting(EntryState::revision).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void an_idle_watch_is_confirmed_by_the_heartbeats_and_not_while_the_link_is_a_black_hole() throws Exception {
        CuttableLink link = scene.link();
        Backend backend = scene.backend(namespace, link, Telemetry.NONE);
        try (var watch = backend.entries().watch(KEY, told)) {
            assertThat(watch).isNotNull();
            eventually("absence is told", () -> told.states.size() == 1);
            long before = told.confirmedNanos.get();
            eventually("it is confirmed again", SESSION, () -> told.confirmedNanos.get() - before > 0);
            link.cut();
            long cutNanos = System.nanoTime();
            Backend writer = scene.backend(namespace);
            long unseen = write(writer, "unseen");
            await("a session timeout")
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(BOUND)
                    .until(() -> System.nanoTime() - cutNanos > SESSION.toNanos());
            assertThat(told.confirmedNanos.get() - cutNanos).isNegative();
            assertThat(told.isLast(unseen)).isFalse();
            link.heal();

            eventually("the value is told", () -> told.isLast(unseen));
            eventually("and confirmed", () -> told.confirmedNanos.get() - cutNanos > 0);
        }
    }

    @Test
    void an_ensemble_that_was_replaced_by_an_older_one_is_told_as_a_new_epoch(@TempDir Path data) throws Exception {
        CuttableLink link = scene.link();
        Backend backend = scene.backend(namespace, link, Telemetry.NONE);
        for (int i = 0; i < 100; i++) {
            write(backend, "before " + i);
        }
        long high = write(backend, "of the old ensemble");
        ZooKeeperScene other = ZooKeeperScene.start("ZooKeeperWatchIT-restored", data);
        try (var watch = backend.entries().watch(KEY, told)) {
            assertThat(watch).isNotNull();
            eventually("the first is told", () -> told.isLast(high));
            link.close();
            long low = write(other.backend(namespace), "of the restored one");
            assertThat(low).isLessThan(high);
            try (CuttableLink moved = CuttableLink.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), link.port()), other.server())) {
                assertThat(moved.port()).isEqualTo(link.port());
                eventually("the restored value is told", SESSION.multipliedBy(8).plus(BOUND), () -> told.isLast(low));
            }
            assertThat(told.last().epochChanged()).isTrue();
            assertThat(told.states).hasSize(2);
        } finally {
            other.stop();
        }
    }

    @Test
    void a_conditional_write_whose_answer_was_lost_is_in_doubt_and_applied_once_at_most() throws Exception {
        CuttableLink link = scene.link();
        Backend backend = scene.backend(namespace, link, Telemetry.NONE);
        long first = write(backend, "0");
        link.cutAnswers();
        assertThatThrownBy(() -> backend.entries()
                        .write(
                                KEY,
                                "1".getBytes(),
                                new WriteCondition.AtRevision(first),
                                soon().orAfter(SESSION.dividedBy(4))))
                .isInstanceOf(Indeterminate.class);
        link.closeConnections();
        link.heal();

        Entry read = backend.entries().read(KEY, soon()).orElseThrow();
        assertThat(new String(read.value())).isEqualTo("1");
        assertThat(scene.admin().exists(path(), false).getVersion()).isEqualTo(1);
    }

    @Test
    void a_write_at_a_known_revision_to_a_node_that_was_made_again_is_never_told_as_done() throws Exception {
        Backend backend = scene.backend(namespace);
        long first = write(backend, "0");
        Stat again = madeAgain("of somebody else");
        assertThat(again.getVersion()).isZero();

        assertThatThrownBy(() ->
                        backend.entries().write(KEY, "1".getBytes(), new WriteCondition.AtRevision(first), soon()))
                .isInstanceOf(Indeterminate.class);
        assertThatThrownBy(() ->
                        backend.entries().write(KEY, "1".getBytes(), new WriteCondition.AtRevision(first), soon()))
                .isInstanceOf(Conflict.class);
    }
}
