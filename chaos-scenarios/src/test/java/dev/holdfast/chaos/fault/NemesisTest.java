package dev.holdfast.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.ProcessState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NemesisTest {

    private static final String SERVERS =
            "mode: all, selector: { labelSelectors: { app.kubernetes.io/component: server } }";
    private static final String LEADER = "mode: one, selector: { labelSelectors: { holdfast.dev/role: leader } }";
    private static final String NOBODY = "mode: all, selector: { labelSelectors: { holdfast.dev/role: nobody } }";

    private final FakeCluster cluster = new FakeCluster(
            Pods.server("m0", 1, "leader"), Pods.server("m1", 2, "follower"), Pods.server("m2", 3, "follower"));
    private final FakePacketFilter filter = new FakePacketFilter();
    private final Recorder recorder = new Recorder();
    private final Nemesis nemesis = nemesis(7);

    private Nemesis nemesis(long seed) {
        return new Nemesis(cluster, FakePacketFilter.tools(filter), seed, recorder, System::nanoTime);
    }

    private static Fault fault(String kind, String spec) {
        return Manifests.read("apiVersion: chaos-mesh.org/v1alpha1\nkind: " + kind + "\nmetadata: { name: x }\nspec: { "
                + spec + " }\n");
    }

    private FaultListener.Effect run(Fault fault) {
        try (ActiveFault active = nemesis.inject(fault, System.nanoTime())) {
            active.sample();
        }
        return recorder.only(FaultListener.Effect.class);
    }

    @Test
    void a_partition_drops_between_its_targets_and_their_peers_in_both_directions() {
        nemesis.inject(
                fault(
                        "NetworkChaos",
                        "action: partition, direction: both, " + LEADER + ", target: { " + SERVERS + " }"),
                0);

        assertThat(filter.scripts).singleElement().isEqualTo("""
                add table inet chaos
                add counter inet chaos f-x-to
                add counter inet chaos f-x-from
                add set inet chaos f-x-to { type ipv4_addr . ipv4_addr; }
                add element inet chaos f-x-to { 10.77.0.1 . 10.77.0.2, 10.77.0.1 . 10.77.0.3 }
                add set inet chaos f-x-from { type ipv4_addr . ipv4_addr; }
                add element inet chaos f-x-from { 10.77.0.2 . 10.77.0.1, 10.77.0.3 . 10.77.0.1 }
                add chain inet chaos f-x-forward { type filter hook forward priority -200; policy accept; }
                add rule inet chaos f-x-forward ip saddr . ip daddr @f-x-to counter name "f-x-to" drop
                add rule inet chaos f-x-forward ip saddr . ip daddr @f-x-from counter name "f-x-from" drop
                """);
    }

    @Test
    void a_partition_with_external_targets_reaches_the_runner_as_well() {
        nemesis.inject(
                fault("NetworkChaos", "action: partition, externalTargets: [10.77.255.254, 10.0.0.0/8], " + LEADER), 0);

        assertThat(filter.scripts.get(0))
                .contains("f-x-to-external { type ipv4_addr . ipv4_addr; flags interval; }")
                .contains("{ 10.77.0.1 . 10.77.255.254, 10.77.0.1 . 10.0.0.0/8 }")
                .contains("hook forward", "hook input", "hook output")
                .doesNotContain("f-x-from");
    }

    @Test
    void a_partition_without_any_peers_drops_all_traffic_of_its_targets() {
        nemesis.inject(fault("NetworkChaos", "action: partition, direction: from, " + LEADER), 0);

        assertThat(filter.scripts.get(0))
                .contains("f-x-from { type ipv4_addr; }")
                .contains("f-x-input ip daddr @f-x-from counter name \"f-x-from\" drop");
    }

    @Test
    void a_partition_that_dropped_packets_is_proved_and_leaves_nothing() {
        Fault fault = fault("NetworkChaos", "action: partition, " + LEADER + ", target: { " + SERVERS + " }");
        filter.packets.put("f-x-to", 12L);

        FaultListener.Effect effect = run(fault);

        assertThat(effect.proved()).isTrue();
        assertThat(recorder.texts()).contains("12 packets dropped by f-x-to", "packets to m0, m1, m2 are dropped");
        assertThat(filter.contents().objects()).isEmpty();
    }

    @Test
    void a_partition_that_dropped_nothing_is_not_proved() {
        assertThat(run(fault("NetworkChaos", "action: partition, " + LEADER + ", target: { " + SERVERS + " }"))
                        .proved())
                .isFalse();
    }

    @Test
    void healing_says_what_is_left_in_the_packet_filter() {
        ActiveFault active = nemesis.inject(
                fault("NetworkChaos", "action: partition, " + LEADER + ", target: { " + SERVERS + " }"), 0);
        filter.keepsSets = true;

        assertThatThrownBy(active::heal)
                .isInstanceOf(HealFailed.class)
                .hasMessage("heal partition: the packet filter still holds set f-x-to");
        assertThat(recorder.only(FaultListener.Effect.class).proved()).isFalse();
    }

    @Test
    void the_rules_for_a_replaced_pod_are_dropped_and_the_loss_is_recorded() {
        ActiveFault active = nemesis.inject(
                fault("NetworkChaos", "action: partition, " + LEADER + ", target: { " + SERVERS + " }"), 0);
        cluster.replace("m1");
        active.sample();
        active.heal();

        assertThat(filter.scripts.get(1)).isEqualTo("delete element inet chaos f-x-to { 10.77.0.1 . 10.77.0.2 }\n");
        assertThat(recorder.texts())
                .anyMatch(text -> text.startsWith("fault lost ") && text.contains("ms after injection"));
    }

    @Test
    void a_fault_for_which_nobody_is_selected_proves_nothing() {
        assertThat(run(fault("PodChaos", "action: pod-kill, " + NOBODY)).proved())
                .isFalse();
        assertThat(recorder.texts()).first().isEqualTo("no pod is selected out of 3");
        assertThat(recorder.only(FaultListener.Started.class).targets()).isEmpty();
        assertThat(cluster.calls).isEmpty();
    }

    @Test
    void a_partition_whose_target_selects_nobody_stays_without_effect() {
        assertThat(run(fault("NetworkChaos", "action: partition, " + SERVERS + ", target: { " + NOBODY + " }"))
                        .proved())
                .isFalse();
        assertThat(filter.scripts).isEmpty();
    }

    @Test
    void a_kill_is_proved_by_a_new_process_in_a_new_pod() {
        assertThat(run(fault("PodChaos", "action: pod-kill, gracePeriod: 2, " + LEADER))
                        .proved())
                .isTrue();
        assertThat(cluster.calls).containsExactly("killPod m0 PT2S");
        assertThat(recorder.texts())
                .first()
                .isEqualTo("process 100 is gone; process 103 runs as pod uid-m0-1' after uid-m0-1");
    }

    @Test
    void a_container_kill_is_proved_by_a_new_process_in_the_same_pod() {
        assertThat(run(fault("PodChaos", "action: container-kill, containerNames: [main], " + LEADER))
                        .proved())
                .isTrue();
        assertThat(cluster.calls).containsExactly("killContainer m0 main");
    }

    @Test
    void a_container_kill_without_such_a_container_proves_nothing() {
        assertThat(run(fault("PodChaos", "action: container-kill, containerNames: [aside], " + LEADER))
                        .proved())
                .isFalse();
        assertThat(cluster.calls).isEmpty();
    }

    @Test
    void a_failed_pod_is_down_while_the_fault_lasts_and_back_afterwards() {
        assertThat(run(fault("PodChaos", "action: pod-failure, " + SERVERS)).proved())
                .isTrue();
        assertThat(cluster.calls).contains("holdDown m0", "holdDown m1", "holdDown m2", "release m0");
        assertThat(cluster.state("m0")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void what_was_done_before_an_injection_failed_is_undone() {
        cluster.stuck.add("hold m1");

        assertThatThrownBy(() -> nemesis.inject(fault("PodChaos", "action: pod-failure, " + SERVERS), 0))
                .isInstanceOf(ClusterException.class);
        assertThat(cluster.state("m0")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void a_paused_process_is_seen_stopped_and_continues() {
        assertThat(run(fault(
                                "PhysicalMachineChaos",
                                "action: process, process: { process: java, signal: 19 }, " + LEADER))
                        .proved())
                .isTrue();
        assertThat(cluster.calls).containsExactly("signal m0 java 19", "signal m0 java 18");
    }

    @Test
    void a_process_that_stays_stopped_fails_the_healing() {
        cluster.stuck.add("stop m0");

        assertThatThrownBy(() -> run(fault(
                        "PhysicalMachineChaos", "action: process, process: { process: java, signal: 19 }, " + LEADER)))
                .isInstanceOf(HealFailed.class)
                .hasMessageContaining("pod 'm0': its process is still stopped");
    }

    @Test
    void a_process_that_a_signal_ended_is_seen_gone_and_started_again() {
        assertThat(run(fault(
                                "PhysicalMachineChaos",
                                "action: process, process: { process: java, signal: 9 }, " + LEADER))
                        .proved())
                .isTrue();
        assertThat(cluster.calls).containsExactly("signal m0 java 9", "killContainer m0 main");
        assertThat(cluster.state("m0")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void the_evidence_says_who_led_before_and_after() {
        ActiveFault active = nemesis.inject(fault("PodChaos", "action: pod-failure, " + LEADER), 0);
        cluster.setLabel("m0", Pod.ROLE, "down");
        cluster.setLabel("m2", Pod.ROLE, "leader");
        active.heal();

        assertThat(recorder.texts()).contains("led before: m0", "led after: m2");
    }

    @Test
    void healing_twice_heals_once() {
        ActiveFault active = nemesis.inject(fault("PodChaos", "action: pod-failure, " + LEADER), 0);
        active.heal();
        active.heal();
        nemesis.close();

        assertThat(cluster.calls).containsExactly("holdDown m0", "release m0");
        assertThat(recorder.all(FaultListener.Ended.class)).hasSize(1);
    }

    @Test
    void closing_heals_what_is_in_effect() {
        nemesis.inject(fault("PodChaos", "action: pod-failure, " + LEADER), 0);
        nemesis.close();

        assertThat(cluster.state("m0")).isEqualTo(ProcessState.RUNNING);
    }

    @Test
    void a_seed_repeats_the_choice_and_other_seeds_choose_others() {
        Fault fault = fault("PodChaos", "action: pod-failure, mode: one, selector: {}");
        Set<List<String>> chosen = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            List<String> first = targets(seed, fault);
            assertThat(targets(seed, fault)).isEqualTo(first);
            chosen.add(first);
        }

        assertThat(chosen).hasSize(3);
    }

    private List<String> targets(int seed, Fault fault) {
        try (ActiveFault active = nemesis(seed).inject(fault, 0)) {
            return active.targets().stream().map(Pod::name).toList();
        }
    }
}
