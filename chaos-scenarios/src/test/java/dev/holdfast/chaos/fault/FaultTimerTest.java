package dev.holdfast.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.cluster.ProcessState;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FaultTimerTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private final FakeCluster cluster = new FakeCluster(
            Pods.server("m0", 1, "leader"), Pods.server("m1", 2, "follower"), Pods.server("m2", 3, "follower"));
    private final Recorder recorder = new Recorder();
    private final Nemesis nemesis =
            new Nemesis(cluster, FakePacketFilter.tools(new FakePacketFilter()), 1, recorder, System::nanoTime);

    private static Fault fault(String name, String action, String role) {
        return Manifests.read("apiVersion: chaos-mesh.org/v1alpha1\nkind: PodChaos\nmetadata: { name: " + name
                + " }\nspec: { action: " + action + ", mode: all, selector: { labelSelectors: { holdfast.dev/role: "
                + role
                + " } } }\n");
    }

    private FaultTimer start(PlannedFault... plan) {
        return FaultTimer.start(nemesis, List.of(plan), System.nanoTime(), System::nanoTime);
    }

    @Test
    void each_fault_takes_effect_at_its_time_and_ends_at_its_end() throws InterruptedException {
        PlannedFault down = new PlannedFault(
                fault("down", "pod-failure", "follower"), Duration.ofMillis(100), Duration.ofMillis(300));
        PlannedFault kill =
                new PlannedFault(fault("kill", "pod-kill", "leader"), Duration.ofMillis(200), Duration.ZERO);
        try (FaultTimer timer = start(down, kill)) {
            assertThat(timer.awaitEnd(BOUND)).isTrue();
        }

        assertThat(recorder.all(FaultListener.Started.class)).hasSize(2).allSatisfy(started -> {
            // no upper bound: a loaded machine may be late, never early
            assertThat(started.nanos()).isGreaterThanOrEqualTo(started.requestedNanos());
            Duration lasts = started.name().equals("down") ? down.lasts() : kill.lasts();
            assertThat(recorder.all(FaultListener.Ended.class))
                    .filteredOn(ended -> ended.name().equals(started.name()))
                    .singleElement()
                    .satisfies(ended -> assertThat(ended.nanos())
                            .isGreaterThanOrEqualTo(started.requestedNanos() + lasts.toNanos()));
        });
        assertThat(recorder.all(FaultListener.Effect.class)).hasSize(2).allMatch(FaultListener.Effect::proved);
    }

    @Test
    void closing_heals_at_once_and_drops_what_has_not_begun() {
        FaultTimer timer = start(
                new PlannedFault(fault("now", "pod-failure", "leader"), Duration.ZERO, Duration.ofHours(1)),
                new PlannedFault(fault("later", "pod-kill", "follower"), Duration.ofHours(1), Duration.ZERO));
        Awaitility.await("the fault is in effect").atMost(BOUND).until(() -> cluster.state("m0") == ProcessState.GONE);
        timer.close();
        timer.close();

        assertThat(cluster.calls).containsExactly("holdDown m0", "release m0");
        assertThat(recorder.all(FaultListener.Started.class)).hasSize(1);
    }

    @Test
    void what_goes_wrong_on_a_faults_thread_comes_out_of_the_wait() {
        cluster.stuck.add("hold m0");
        FaultTimer timer =
                start(new PlannedFault(fault("now", "pod-failure", "leader"), Duration.ZERO, Duration.ofHours(1)));

        assertThatThrownBy(() -> timer.awaitEnd(BOUND)).hasMessage("hold down 'm0': refused");
        timer.close();
    }

    @Test
    void what_went_wrong_comes_out_of_closing_if_nobody_has_waited_for_it() {
        cluster.stuck.add("hold m0");
        FaultTimer timer =
                start(new PlannedFault(fault("now", "pod-failure", "leader"), Duration.ZERO, Duration.ofHours(1)));
        Awaitility.await("it was tried").atMost(BOUND).until(() -> cluster.calls.contains("holdDown m0"));

        assertThatThrownBy(timer::close).hasMessage("hold down 'm0': refused");
    }

    @Test
    void a_plan_gives_a_length_to_those_faults_that_last() {
        assertThatThrownBy(
                        () -> new PlannedFault(fault("x", "pod-kill", "leader"), Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageStartingWith("lasts: must be zero for 'x'");
        assertThatThrownBy(() -> new PlannedFault(fault("x", "pod-failure", "leader"), Duration.ZERO, Duration.ZERO))
                .hasMessageStartingWith("lasts: must be zero");
    }
}
