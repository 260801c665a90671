package dev.holdfast.chaos.contract;

import static dev.holdfast.chaos.contract.ZooKeeperScene.entered;
import static dev.holdfast.chaos.contract.ZooKeeperScene.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.spi.Backend;
import dev.holdfast.spi.Entry;
import dev.holdfast.spi.Place;
import dev.holdfast.spi.Secret;
import dev.holdfast.spi.Security;
import dev.holdfast.spi.WriteCondition;
import dev.holdfast.spi.WriteCondition.WhileHeld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes that ZooKeeper applies only while a place is in its queue. */
class ZooKeeperGuardedWriteIT {

    private static final String QUEUE = "lock/jobs";
    private static final String PASSWORD = "suite-pa55word";
    private static final WriteCondition ALWAYS = new WriteCondition.Always();
    private static ZooKeeperScene scene;
    private final String namespace = ZooKeeperScene.namespace();

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        scene = ZooKeeperScene.start("ZooKeeperGuardedWriteIT", data);
    }

    @AfterAll
    static void stop() throws Exception {
        scene.stop();
    }

    @AfterEach
    void close_clients() throws Exception {
        scene.closeClients();
    }

    private static WhileHeld held(Place place, WriteCondition and) {
        return new WhileHeld(place.entry(), place.token(), place.session().id(), and);
    }

    @Test
    void a_guarded_write_is_applied_while_the_place_is_there_and_refused_after() throws Exception {
        Backend backend = scene.backend(namespace);
        Place place = entered(backend, QUEUE, "", 1);
        byte[] value = {1};
        Entry made = backend.entries().write("config/a", value, held(place, new WriteCondition.Absent()), soon());
        Entry next = backend.entries()
                .write("config/a", value, held(place, new WriteCondition.AtRevision(made.revision())), soon());
        assertThat(next.revision()).isGreaterThan(made.revision());
        assertThat(backend.entries()
                        .write("config/a", value, held(place, ALWAYS), soon())
                        .revision())
                .isGreaterThan(next.revision());
        assertThat(backend.entries().delete("config/a", held(place, ALWAYS), soon()))
                .isTrue();
        assertThat(backend.entries().delete("config/a", held(place, ALWAYS), soon()))
                .isFalse();
        place.leave().toCompletableFuture().join();

        assertThatThrownBy(() -> backend.entries().write("config/a", value, held(place, ALWAYS), soon()))
                .isInstanceOf(SessionExpired.class);
        assertThatThrownBy(() -> backend.entries().delete("config/a", held(place, ALWAYS), soon()))
                .isInstanceOf(SessionExpired.class);
        assertThat(backend.entries().read("config/a", soon())).isEmpty();
    }

    @Test
    void a_guarded_write_whose_inner_condition_fails_is_a_conflict_unless_the_guard_fails_too() throws Exception {
        Backend backend = scene.backend(namespace);
        Place place = entered(backend, QUEUE, "", 1);
        byte[] value = {1};
        long first = backend.entries().write("config/a", value, ALWAYS, soon()).revision();
        backend.entries().write("config/a", value, ALWAYS, soon());
        List<WriteCondition> failing = List.of(new WriteCondition.Absent(), new WriteCondition.AtRevision(first));
        for (WriteCondition inner : failing) {
            assertThatThrownBy(() -> backend.entries().write("config/a", value, held(place, inner), soon()))
                    .isInstanceOf(Conflict.class);
        }
        place.leave().toCompletableFuture().join();

        for (WriteCondition inner : failing) {
            assertThatThrownBy(() -> backend.entries().write("config/a", value, held(place, inner), soon()))
                    .isInstanceOf(SessionExpired.class);
        }
    }

    @Test
    void the_nodes_of_a_login_are_its_own_when_they_are_made_under_guard_too() throws Exception {
        // a folder of its own, for it belongs to the login too
        String owned = "owned/" + UUID.randomUUID();
        Backend backend = scene.backend(owned, Security.NONE.withUser("suite", Secret.of(PASSWORD.toCharArray())));
        Place place = entered(backend, QUEUE, "", 1);
        backend.entries().write("config/plain", new byte[] {1}, ALWAYS, soon());
        backend.entries().write("config/guarded", new byte[] {1}, held(place, ALWAYS), soon());
        scene.admin().addAuthInfo("digest", ("suite:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        List<ACL> plain = scene.admin().getACL('/' + owned + "/config/plain", new Stat());
        List<ACL> guarded = scene.admin().getACL('/' + owned + "/config/guarded", new Stat());

        assertThat(guarded).isEqualTo(plain);
        assertThat(guarded).noneMatch(acl -> acl.getId().getScheme().equals("world"));
    }
}
