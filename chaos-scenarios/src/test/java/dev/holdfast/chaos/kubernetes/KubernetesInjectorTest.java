package dev.holdfast.chaos.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.fault.ActiveFault;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.FaultListener;
import dev.holdfast.chaos.fault.HealFailed;
import dev.holdfast.chaos.fault.Nemesis;
import dev.holdfast.chaos.scenario.Scenario;
import dev.holdfast.chaos.scenario.ScenarioReader;
import dev.holdfast.chaos.scenario.Subject;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenarios' own files, unchanged, given to a played cluster. */
class KubernetesInjectorTest {

    private static final Path SCENARIOS = Path.of("scenarios");
    private static final String NOBODY = "nobody-selected";
    private static final RunId RUN = new RunId("r7f3a");

    private final PlayedCluster played = new PlayedCluster();
    private final List<FaultListener.Effect> effects = new ArrayList<>();

    @TempDir
    Path folder;

    KubernetesInjectorTest() {
        await("roles")
                .atMost(Duration.ofSeconds(20))
                .until(() -> played.cluster.pods().stream()
                        .anyMatch(pod -> pod.label(Pod.ROLE).equals("leader")));
    }

    @AfterEach
    void close() {
        played.close();
    }

    private Nemesis nemesis(Scenario.Entry entry) {
        var injector =
                new KubernetesInjector(played.cluster, RUN, Map.of(entry.fault().name(), entry.manifest()), folder);
        FaultListener listener = new FaultListener() {
            @Override
            public void started(Started event) {}

            @Override
            public void ended(Ended event) {}

            @Override
            public void effect(Effect effect) {
                effects.add(effect);
            }
        };
        return new Nemesis(played.cluster, injector, 7, listener, System::nanoTime);
    }

    private static Scenario.Entry fault(String scenario) {
        return ScenarioReader.read(SCENARIOS.resolve(scenario + ".yaml"))
                .faults()
                .get(0);
    }

    private FaultListener.Effect run(Scenario.Entry entry) {
        try (ActiveFault active = nemesis(entry).inject(entry.fault(), 0)) {
            active.sample();
        }
        return effects.get(0);
    }

    static List<Scenario.Entry> faults() throws IOException {
        try (Stream<Path> files = Files.list(SCENARIOS)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file -> ScenarioReader.read(file).faults().stream())
                    .filter(entry -> entry.subjects().contains(Subject.ETCD))
                    .filter(entry -> Set.of("PodChaos", "NetworkChaos")
                            .contains(entry.fault().kind()))
                    .filter(entry -> !entry.fault().name().equals(NOBODY))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_fault_of_a_scenario_is_injected_proved_and_gone(Scenario.Entry entry) {
        FaultListener.Effect effect = run(entry);

        assertThat(effect.proved()).as("%s", effect.evidence()).isTrue();
        assertThat(played.cluster.api().list(ObjectType.chaos(entry.fault().kind()), Map.of()))
                .isEmpty();
    }

    @Test
    void what_is_sent_names_the_pods_and_is_kept() throws IOException {
        FaultListener.Effect unused = run(fault("partition-leader"));

        assertThat(Files.readString(folder.resolve("partition-leader-r7f3a.yaml")))
                .contains("holdfast.dev/run: \"r7f3a\"", "mode: \"all\"", "- \"etcd-1\"", "- \"etcd-0\"")
                .doesNotContain("labelSelectors", "status", "duration");
    }

    @Test
    void only_create_merge_patch_delete_list_and_watch_are_asked_for() throws InterruptedException {
        FaultListener.Effect unused = run(fault("partition-leader"));

        List<RecordedRequest> requests = played.requests();
        assertThat(requests).extracting(RecordedRequest::getMethod).contains("POST", "PATCH", "DELETE", "GET");
        assertThat(requests).allSatisfy(request -> {
            switch (request.getMethod()) {
                case "POST" -> assertThat(request.getPath()).contains("fieldValidation=Strict");
                case "PATCH" ->
                    assertThat(request.getHeader("Content-Type")).startsWith("application/merge-patch+json");
                case "GET" -> assertThat(request.getPath()).matches(".*/[a-z]+\\?.*|.*/[a-z]+");
                default -> assertThat(request.getMethod()).isEqualTo("DELETE");
            }
        });
    }

    @Test
    void a_fault_without_targets_proves_nothing_and_is_removed() {
        played.mesh.goesWrong(PlayedChaosMesh.Mishap.NOBODY_IS_SELECTED);

        FaultListener.Effect effect = run(fault("partition-leader"));

        assertThat(effect.proved()).isFalse();
        assertThat(effect.evidence())
                .anyMatch(seen -> seen.text().contains("NO_TARGET: Failed to select targets: no pod is selected"));
    }

    @Test
    void a_partition_whose_rules_are_not_set_proves_nothing_though_its_records_say_injected() {
        played.mesh.goesWrong(PlayedChaosMesh.Mishap.DAEMON_SETS_NO_RULES);

        FaultListener.Effect effect = run(fault("partition-leader"));

        assertThat(effect.proved()).isFalse();
        assertThat(effect.evidence()).anyMatch(seen -> seen.text().contains("unable to create ip sets"));
    }

    @Test
    void rules_that_are_left_when_the_object_is_gone_fail_the_healing() {
        played.mesh.goesWrong(PlayedChaosMesh.Mishap.RULES_ARE_LEFT);

        assertThatThrownBy(() -> run(fault("partition-leader")))
                .isInstanceOf(HealFailed.class)
                .hasMessageContaining(
                        "its network rules are left in the pods [etcd-0, etcd-1, etcd-2, etcd-3, etcd-4]");
    }

    @Test
    void a_replaced_pod_ends_a_fault_that_it_does_not_outlive() {
        Scenario.Entry entry = fault("partition-leader");
        try (ActiveFault active = nemesis(entry).inject(entry.fault(), 0)) {
            active.sample();
            PlayedPods.replace(played.controllers, PlayedCluster.NAMESPACE, "etcd-0");
            await("the replacement").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                active.sample();
                assertThat(active.isOver()).isTrue();
            });
        }

        assertThat(effects.get(0).evidence()).anyMatch(seen -> seen.what().equals("fault-lost"));
    }

    @Test
    void a_fault_of_machines_is_refused_before_anything_is_started() {
        Fault pause = fault("pause-leader").fault();

        assertThat(KubernetesInjector.unsupported(pause, PlayedCluster.NAMESPACE))
                .hasValueSatisfying(reason -> assertThat(reason).contains("UNSUPPORTED", "PhysicalMachine"));
    }

    @Test
    void a_seed_chooses_the_same_pods_as_locally() {
        Scenario.Entry entry = fault("quorum-loss");
        List<Pod> first;
        try (ActiveFault active = nemesis(entry).inject(entry.fault(), 0)) {
            first = active.targets();
        }

        assertThat(first).hasSize(2);
        assertThat(first).extracting(Pod::name).allMatch(name -> name.startsWith("etcd-"));
    }

    @Test
    void the_runner_does_nothing_to_pods_itself() {
        assertThatThrownBy(() -> played.cluster.killPod("etcd-0", Duration.ZERO))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("PodChaos, action pod-kill");
    }
}
