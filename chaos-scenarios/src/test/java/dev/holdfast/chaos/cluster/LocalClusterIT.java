package dev.holdfast.chaos.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LocalClusterIT {

    /** Echoes each line, counts its starts in its volume. */
    private static final List<String> ECHO = List.of(
            "sh", "-c", "echo x >> starts; echo started $(wc -l < starts); while read line; do echo got $line; done");

    @TempDir
    Path folder;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private LoopbackFabric fabric;
    private LocalCluster cluster;

    @BeforeEach
    void open() {
        fabric = LoopbackFabric.open();
        cluster = LocalCluster.open(fabric, "lab", "run-1", folder.resolve("data"), folder.resolve("logs"));
    }

    @AfterEach
    void close() {
        cluster.close();
        fabric.close();
    }

    @Test
    void a_client_is_a_pod_that_lines_go_to_and_come_from() throws InterruptedException {
        ClientProcess client = cluster.addClient("c-0", Map.of(Pod.ROLE, "holder"), ECHO, Map.of(), lines::add);
        assertThat(next()).isEqualTo("started 1");

        client.send("hello");

        assertThat(next()).isEqualTo("got hello");
        Pod pod = cluster.pod("c-0");
        assertThat(pod.phase()).isEqualTo("Running");
        assertThat(pod.labels())
                .containsEntry(Pod.NAME, "client")
                .containsEntry(Pod.INSTANCE, "run-1")
                .containsEntry(Pod.ROLE, "holder")
                .containsEntry(Pod.POD_NAME, "c-0");
    }

    @Test
    void a_killed_pod_comes_back_with_its_volume_and_a_new_uid() throws InterruptedException {
        BlockingQueue<Pod> replaced = new LinkedBlockingQueue<>();
        cluster.onPodReplaced(replaced::add);
        cluster.addClient("c-0", Map.of(), ECHO, Map.of(), lines::add);
        assertThat(next()).isEqualTo("started 1");
        Pod before = cluster.pod("c-0");

        cluster.killPod("c-0", Duration.ZERO);

        assertThat(next()).isEqualTo("started 2");
        Pod after = cluster.pod("c-0");
        assertThat(after.uid()).isNotEqualTo(before.uid());
        assertThat(after.address()).isEqualTo(before.address());
        assertThat(replaced).singleElement().extracting(Pod::uid).isEqualTo(after.uid());
    }

    @Test
    void a_killed_container_comes_back_in_the_same_pod() throws InterruptedException {
        cluster.addClient("c-0", Map.of(), ECHO, Map.of(), lines::add);
        assertThat(next()).isEqualTo("started 1");
        String uid = cluster.pod("c-0").uid();

        cluster.killContainer("c-0", "client");

        assertThat(next()).isEqualTo("started 2");
        assertThat(cluster.pod("c-0").uid()).isEqualTo(uid);
        assertThatThrownBy(() -> cluster.killContainer("c-0", "sidecar")).hasMessageContaining("has only 'client'");
    }

    @Test
    void a_pod_that_is_held_down_stays_down_until_it_is_released() throws InterruptedException {
        cluster.addClient("c-0", Map.of(), ECHO, Map.of(), lines::add);
        assertThat(next()).isEqualTo("started 1");

        cluster.holdDown("c-0");
        cluster.killPod("c-0", Duration.ZERO);

        assertThat(cluster.state("c-0")).isEqualTo(ProcessState.GONE);
        assertThat(cluster.pod("c-0").phase()).isEqualTo("Pending");
        assertThat(cluster.pid("c-0")).isEqualTo(OptionalLong.empty());
        cluster.release("c-0");
        assertThat(next()).isEqualTo("started 2");
    }

    @Test
    void a_stopped_process_does_not_answer_until_it_is_continued() throws InterruptedException {
        ClientProcess client = cluster.addClient("c-0", Map.of(), ECHO, Map.of(), lines::add);
        assertThat(next()).isEqualTo("started 1");

        cluster.signal("c-0", "sh", 19);
        client.send("hello");

        assertThat(cluster.state("c-0")).isEqualTo(ProcessState.STOPPED);
        assertThat(lines.poll(200, TimeUnit.MILLISECONDS)).isNull();
        cluster.signal("c-0", String.valueOf(cluster.pid("c-0").orElseThrow()), 18);
        assertThat(next()).isEqualTo("got hello");
        assertThat(cluster.state("c-0")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void a_signal_to_another_program_is_refused_with_what_runs_there() {
        cluster.addClient("c-0", Map.of(), ECHO, Map.of(), lines::add);

        assertThatThrownBy(() -> cluster.signal("c-0", "mysqld", 19))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("'mysqld'")
                .hasMessageContaining("runs 'client' (sh");
    }

    @Test
    void a_process_that_ends_by_itself_is_reported_once_and_not_started_again() throws InterruptedException {
        BlockingQueue<Death> deaths = new LinkedBlockingQueue<>();
        cluster.onDeath(deaths::add);
        cluster.addClient("c-0", Map.of(), List.of("sh", "-c", "echo why >&2; exit 7"), Map.of(), lines::add);

        Death death = deaths.poll(5, TimeUnit.SECONDS);

        assertThat(death).isNotNull();
        assertThat(death.exitCode()).isEqualTo(7);
        assertThat(death.lastLines()).isEqualTo("why");
        assertThat(deaths.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(cluster.pod("c-0").phase()).isEqualTo("Failed");
    }

    @Test
    void an_unknown_pod_is_refused_with_the_names_that_exist() {
        cluster.addClient("c-0", Map.of(), ECHO, Map.of(), lines::add);

        assertThatThrownBy(() -> cluster.holdDown("c-9"))
                .hasMessageContaining("[c-0]")
                .hasMessageContaining("'c-9'");
    }

    @Test
    void closing_ends_every_process_and_removes_the_volumes() {
        cluster.addClient("c-0", Map.of(), ECHO, Map.of(), lines::add);
        ProcessHandle process =
                ProcessHandle.of(cluster.pid("c-0").orElseThrow()).orElseThrow();

        cluster.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(folder.resolve("data/c-0")).doesNotExist();
    }

    private String next() throws InterruptedException {
        String line = lines.poll(5, TimeUnit.SECONDS);
        assertThat(line).as("a line from the client within 5 s").isNotNull();
        return line;
    }
}
