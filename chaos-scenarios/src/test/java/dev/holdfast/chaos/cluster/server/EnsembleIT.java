package dev.holdfast.chaos.cluster.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.LocalCluster;
import dev.holdfast.chaos.cluster.LoopbackFabric;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.Role;
import dev.holdfast.chaos.cluster.RoleChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EnsembleIT {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<RoleChange> changes = new CopyOnWriteArrayList<>();
    private LoopbackFabric fabric;
    private LocalCluster cluster;

    @BeforeEach
    void open() {
        fabric = LoopbackFabric.open();
        cluster = LocalCluster.open(fabric, "lab", "run-1", folder.resolve("data"), folder.resolve("logs"));
        cluster.onRole(changes::add);
    }

    @AfterEach
    void close() {
        cluster.close();
        fabric.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_member_alone_leads_itself(ServerKind kind) throws InterruptedException {
        Ensemble ensemble = start(kind, 1);

        ensemble.awaitQuorum(BOUND);

        assertThat(ensemble.leader()).contains(kind.label() + "-0");
        assertThat(ensemble.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(ensemble.clientUri()).startsWith(kind.label() + "://127.77.");
        assertThat(ensemble.settings()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void three_members_elect_another_leader_when_theirs_is_killed(ServerKind kind) throws InterruptedException {
        Ensemble ensemble = start(kind, 3);
        ensemble.awaitAll(BOUND);
        String first = ensemble.leader().orElseThrow();
        assertThat(roles()).containsOnlyOnce(Role.LEADER.label()).contains(Role.FOLLOWER.label());

        cluster.holdDown(first);
        Awaitility.await("a leader other than " + first)
                .atMost(BOUND)
                .until(() -> ensemble.leader().filter(now -> !now.equals(first)).isPresent());
        assertThat(cluster.pod(first).label(Pod.ROLE)).isEqualTo(Role.DOWN.label());
        cluster.release(first);
        ensemble.awaitAll(BOUND);

        assertThat(changes).anyMatch(change -> change.member().equals(first) && change.role() == Role.DOWN);
        assertThat(changes).anyMatch(change -> !change.member().equals(first) && change.role() == Role.LEADER);
    }

    @ParameterizedTest
    @EnumSource(names = {"ZOOKEEPER", "ETCD"})
    void a_member_that_is_restarted_keeps_its_data_and_returns(ServerKind kind) throws InterruptedException {
        Ensemble ensemble = start(kind, 3);
        ensemble.awaitAll(BOUND);

        for (String member : ensemble.members()) {
            ensemble.restart(member, BOUND);
        }

        ensemble.awaitAll(BOUND);
        assertThat(cluster.pods()).allMatch(pod -> pod.phase().equals("Running"));
    }

    @Test
    void an_ensemble_that_cannot_start_is_reported_with_the_end_of_each_log() throws InterruptedException {
        Ensemble ensemble =
                Ensemble.start(cluster, ServerKind.ETCD, 3, Map.of("heartbeat-interval", "1000"), line -> {});

        assertThatThrownBy(() -> ensemble.awaitQuorum(BOUND))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("too few processes are left")
                .hasMessageContaining("should be at least as 5 times");
    }

    private Ensemble start(ServerKind kind, int members) throws InterruptedException {
        return Ensemble.start(cluster, kind, members, Map.of(), System.out::println);
    }

    private List<String> roles() {
        return cluster.pods().stream().map(pod -> pod.label(Pod.ROLE)).toList();
    }
}
