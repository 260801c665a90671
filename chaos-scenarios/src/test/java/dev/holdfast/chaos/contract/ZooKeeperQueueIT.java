package dev.holdfast.chaos.contract;

import static dev.holdfast.chaos.contract.ZooKeeperScene.BOUND;
import static dev.holdfast.chaos.contract.ZooKeeperScene.entered;
import static dev.holdfast.chaos.contract.ZooKeeperScene.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.chaos.contract.ZooKeeperScene.Ear;
import dev.holdfast.model.Unavailable;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.ConnectSpec;
import dev.holdfast.spi.Contention.Contender;
import dev.holdfast.spi.Deadline;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Telemetry;
import dev.holdfast.spi.Ticker;
import dev.holdfast.tck.CuttableLink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places in queues of ZooKeeper, at the SPI: what no recipe shows by itself. */
class ZooKeeperQueueIT {

    private static final String QUEUE = "lock/jobs";
    private static ZooKeeperScene scene;
    private final String namespace = ZooKeeperScene.namespace();

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        scene = ZooKeeperScene.start("ZooKeeperQueueIT", data);
    }

    @AfterAll
    static void stop() throws Exception {
        scene.stop();
    }

    @AfterEach
    void close_clients() throws Exception {
        scene.closeClients();
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        await(what).pollInterval(Duration.ofMillis(10)).atMost(BOUND).until(condition);
    }

    private static boolean hasTurn(Place place) {
        return place.turn().toCompletableFuture().isDone();
    }

    private List<String> nodes() throws Exception {
        return scene.admin().getChildren('/' + namespace + '/' + QUEUE, false);
    }

    @Test
    void with_two_seats_the_third_has_its_turn_when_either_of_the_two_leaves() throws Exception {
        Backend backend = scene.backend(namespace);
        Backend other = scene.backend(namespace);
        Place first = entered(backend, QUEUE, "a", 2);
        Place second = entered(other, QUEUE, "b", 2);
        Place third = entered(backend, QUEUE, "c", 2);
        Place fourth = entered(other, QUEUE, "d", 2);
        assertThat(List.of(hasTurn(first), hasTurn(second), hasTurn(third), hasTurn(fourth)))
                .containsExactly(true, true, false, false);

        second.leave();
        eventually("the third has its turn", () -> hasTurn(third));
        assertThat(hasTurn(fourth)).isFalse();
        third.leave();
        eventually("the fourth has its turn", () -> hasTurn(fourth));
        assertThat(hasTurn(first)).isTrue();
    }

    @Test
    void a_member_of_a_group_without_a_limit_has_its_turn_at_once() throws Exception {
        Backend backend = scene.backend(namespace);
        for (int i = 0; i < 20; i++) {
            assertThat(hasTurn(entered(backend, QUEUE, "member " + i, Integer.MAX_VALUE)))
                    .isTrue();
        }
        assertThat(backend.contention().contenders(QUEUE, soon())).hasSize(20);
    }

    @Test
    void a_place_follows_the_one_directly_before_it_even_after_that_has_left() throws Exception {
        Backend backend = scene.backend(namespace);
        Place first = entered(backend, QUEUE, "a", 1);
        Place second = entered(backend, QUEUE, "b", 1);
        assertThat(second.follows(first.entry())).isTrue();
        assertThat(first.follows(second.entry())).isFalse();
        first.leave().toCompletableFuture().join();
        eventually("the second has its turn", () -> hasTurn(second));
        assertThat(second.follows(first.entry())).isTrue();

        second.leave().toCompletableFuture().join();
        assertThat(second.follows(first.entry())).isFalse();
    }

    @Test
    void a_place_follows_nobody_of_its_process_while_another_stands_between() throws Exception {
        Backend backend = scene.backend(namespace);
        Place first = entered(backend, QUEUE, "a", 1);
        Place between = entered(scene.backend(namespace), QUEUE, "b", 1);
        Place last = entered(backend, QUEUE, "c", 1);
        assertThat(last.follows(first.entry())).isFalse();
        assertThat(last.follows(between.entry())).isTrue();
        assertThat(hasTurn(last)).isFalse();

        between.leave();
        eventually("the one between is no longer known", () -> last.follows(first.entry()));
        assertThat(hasTurn(last)).isFalse();
    }

    @Test
    void the_front_is_told_with_labels_and_tokens_and_who_enters_behind_it_is_not() throws Exception {
        Backend backend = scene.backend(namespace);
        BlockingQueue<List<Contender>> told = new LinkedBlockingQueue<>();
        try (var observation = backend.contention().observe(QUEUE, 2, told::add)) {
            assertThat(observation).isNotNull();
            eventually("nobody is told", () -> told.contains(List.of()));
            Place a = entered(backend, QUEUE, "a", 1);
            Place b = entered(scene.backend(namespace), QUEUE, "b", 1);
            List<Contender> front = List.of(new Contender("a", a.token()), new Contender("b", b.token()));
            eventually("both are told", () -> told.contains(front));
            told.clear();
            Place c = entered(backend, QUEUE, "c", 1);
            a.leave();
            eventually(
                    "the next two are told",
                    () -> told.contains(List.of(new Contender("b", b.token()), new Contender("c", c.token()))));
            b.leave();
            c.leave();
            eventually("nobody is told again", () -> told.contains(List.of()));
            assertThat(told).allMatch(list -> list.size() <= 2);
        }
    }

    @Test
    void a_request_that_is_cancelled_at_any_time_leaves_nothing_behind() throws Exception {
        Backend backend = scene.backend(namespace);
        entered(backend, QUEUE, "", 1).leave().toCompletableFuture().join();
        for (int i = 0; i < 50; i++) {
            CompletableFuture<Place> entering = backend.contention().enter(QUEUE, "", 1, soon());
            if (i % 2 == 0) {
                Place unused = entered(backend, "lock/other", "", Integer.MAX_VALUE);
            }
            if (!entering.cancel(false)) {
                var unused = entering.thenAccept(Place::leave);
            }
        }
        eventually("the queue is empty", () -> nodes().isEmpty());
    }

    @Test
    void a_request_without_a_connection_ends_at_its_deadline_as_not_applied() throws Exception {
        CuttableLink link = scene.link();
        Backend backend = scene.backend(namespace, link, Telemetry.NONE);
        link.cut();
        link.closeConnections();
        eventually("the connection is known to be lost", () -> {
            CompletableFuture<Place> entering =
                    backend.contention().enter(QUEUE, "", 1, Deadline.after(Ticker.SYSTEM, Duration.ofMillis(50)));
            return entering.handle((place, failure) -> failure instanceof Unavailable)
                    .join();
        });
        link.heal();
        entered(backend, QUEUE, "", 1);
        eventually("one node is there", () -> nodes().size() == 1);
    }

    private Place taken(Backend backend) throws InterruptedException {
        return entered(backend, QUEUE, "", 1);
    }

    private void takeAndLeave(Backend backend, int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            Place place = taken(backend);
            assertThat(hasTurn(place)).isTrue();
            place.leave().toCompletableFuture().join();
        }
    }

    @Test
    void whoever_finds_a_queue_free_again_and_again_still_waits_behind_somebody_else() throws Exception {
        Backend backend = scene.backend(namespace);
        Backend other = scene.backend(namespace);
        takeAndLeave(backend, 10);
        Place others = taken(other);
        Place own = taken(backend);
        assertThat(hasTurn(own)).isFalse();
        others.leave();
        eventually("its turn has come", () -> hasTurn(own));

        own.leave().toCompletableFuture().join();
        takeAndLeave(backend, 10);
        takeAndLeave(other, 1);
        takeAndLeave(backend, 10);
    }

    @Test
    void whoever_finds_a_queue_free_again_and_again_still_stands_in_line_with_its_own_places() throws Exception {
        Backend backend = scene.backend(namespace);
        takeAndLeave(backend, 10);
        Place first = taken(backend);
        Place second = taken(backend);
        assertThat(List.of(hasTurn(first), hasTurn(second))).containsExactly(true, false);
        first.leave();
        eventually("the second has its turn", () -> hasTurn(second));
    }

    @Test
    void a_queue_that_was_made_anew_counts_from_the_beginning_and_is_looked_at_again() throws Exception {
        Backend backend = scene.backend(namespace);
        takeAndLeave(backend, 10);
        String queue = '/' + namespace + '/' + QUEUE;
        scene.admin().delete(queue, -1);
        scene.admin().create(queue, null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        for (int i = 0; i < 10; i++) {
            scene.admin().create(queue + "/lock-", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
        }

        Place own = taken(backend);
        assertThat(own.entry()).endsWith("0000000010");
        assertThat(hasTurn(own)).isFalse();
    }

    @Test
    void a_place_that_is_asked_late_for_its_turn_hears_of_it_all_the_same() throws Exception {
        CuttableLink link = scene.link();
        Backend backend = scene.backend(namespace, link, Telemetry.NONE);
        Place before = taken(scene.backend(namespace));
        Place waits = taken(backend);
        Place late = taken(backend);
        link.closeConnections();
        before.leave().toCompletableFuture().join();
        eventually("its turn has come", () -> hasTurn(waits));
        waits.leave().toCompletableFuture().join();

        eventually("its turn has come, which nobody had asked for before", () -> hasTurn(late));
    }

    @Test
    void whoever_may_no_longer_read_the_queue_is_told_so_and_leaves_it() throws Exception {
        Backend backend = scene.backend(namespace);
        Place before = taken(scene.backend(namespace));
        Place waits = taken(backend);
        assertThat(hasTurn(waits)).isFalse();
        String queue = '/' + namespace + '/' + QUEUE;
        List<ACL> allButReading = new ArrayList<>();
        allButReading.add(new ACL(Perms.ALL & ~Perms.READ, Ids.ANYONE_ID_UNSAFE));
        scene.admin().setACL(queue, allButReading, -1);
        // an event that does not say where the place stands, so that it reads the queue
        scene.admin().setData(waits.entry(), new byte[0], -1);

        assertThat(waits.turn().toCompletableFuture())
                .failsWithin(BOUND)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(Unavailable.class)
                .withMessageContaining("NOAUTH");
        eventually("its node is gone", () -> waits.gone().toCompletableFuture().isDone());
        assertThat(hasTurn(before)).isTrue();
    }

    @Test
    void a_thousand_waiters_on_different_names_keep_no_thread() throws Exception {
        Backend holder = scene.backend(namespace);
        Backend backend = scene.backend(namespace);
        int threads = Thread.activeCount();
        List<CompletableFuture<Place>> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            all.add(holder.contention().enter("lock/name-" + i, "", 1, soon()));
        }
        all.forEach(CompletableFuture::join);
        List<CompletableFuture<Place>> waiters = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            waiters.add(backend.contention().enter("lock/name-" + i, "", 1, soon()));
        }
        waiters.forEach(place -> assertThat(hasTurn(place.join())).isFalse());
        assertThat(Thread.activeCount()).isLessThan(threads + 10);

        all.forEach(place -> place.join().leave());
        eventually("all have their turns", () -> waiters.stream().allMatch(place -> hasTurn(place.join())));
    }

    @Test
    void a_place_keeps_its_node_over_a_reconnect_and_still_hears_of_its_turn_and_its_loss() throws Exception {
        CuttableLink link = scene.link();
        Ear ear = new Ear();
        Backend backend = scene.backend(namespace, link, ear);
        Place first = entered(scene.backend(namespace), QUEUE, "", 1);
        Place second = entered(backend, QUEUE, "", 1);
        link.closeConnections();
        first.leave();
        eventually("its turn has come", () -> hasTurn(second));
        link.closeConnections();
        eventually(
                "it has reconnected twice",
                () -> ear.heard().stream().filter("reconnected"::equals).count() == 2);
        assertThat(nodes()).hasSize(1);
        assertThat(second.entry()).endsWith(nodes().get(0));
        scene.admin().delete(second.entry(), -1);

        eventually("the loss is told", () -> second.gone().toCompletableFuture().isDone());
        assertThat(ear.heard()).startsWith("made", "beat").doesNotContain("ended SESSION_ENDED");
    }

    @Test
    void a_short_session_survives_many_reconnects_in_a_row() throws Exception {
        CuttableLink link = scene.link();
        Ear ear = new Ear();
        Backend backend = scene.backend(namespace, link, ear);
        Place place = entered(backend, QUEUE, "", 1);
        try (LogCapture log = new LogCapture()) {
            for (int i = 1; i <= 10; i++) {
                int count = i;
                link.closeConnections();
                eventually(
                        "reconnect " + i,
                        () -> ear.heard().stream().filter("reconnected"::equals).count() >= count);
                assertThat(place.session().validUntilNanos() - System.nanoTime())
                        .as("nanoseconds of validity after reconnect %s", i)
                        .isPositive();
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("InterruptedException"));
        }
        assertThat(place.gone().toCompletableFuture().isDone()).isFalse();
    }

    @Test
    void nodes_of_curator_and_of_kazoo_stand_in_the_same_queue() throws Exception {
        Backend backend = scene.backend(namespace);
        entered(backend, QUEUE, "", 1).leave().toCompletableFuture().join();
        String queue = '/' + namespace + '/' + QUEUE;
        String curators = scene.admin()
                .create(
                        queue + "/_c_11111111-2222-3333-4444-555555555555-lock-",
                        new byte[0],
                        Ids.OPEN_ACL_UNSAFE,
                        CreateMode.EPHEMERAL_SEQUENTIAL);
        String kazoos = scene.admin()
                .create(
                        queue + "/0123456789abcdef0123456789abcdef__lock__",
                        new byte[0],
                        Ids.OPEN_ACL_UNSAFE,
                        CreateMode.EPHEMERAL_SEQUENTIAL);
        Place ours = entered(backend, QUEUE, "", 1);
        scene.admin().delete(curators, -1);
        assertThat(hasTurn(ours)).isFalse();
        scene.admin().delete(kazoos, -1);

        eventually("our turn has come", () -> hasTurn(ours));
    }

    @Test
    void a_session_timeout_that_the_server_would_change_is_refused_with_the_allowed_range() {
        for (Duration impossible : List.of(Duration.ofMillis(300), Duration.ofHours(5))) {
            ConnectSpec spec = new ConnectSpec(
                    List.of(new ConnectSpec.Endpoint(
                            scene.server().getHostString(), scene.server().getPort())),
                    namespace,
                    impossible,
                    0.1,
                    Map.of(),
                    Ticker.SYSTEM,
                    Telemetry.NONE);
            assertThatThrownBy(() -> ZooKeeperScene.provider().connect(spec, soon()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("session must be [0-9]+ ms to [0-9]+ ms on this ensemble.*");
        }
    }
}
