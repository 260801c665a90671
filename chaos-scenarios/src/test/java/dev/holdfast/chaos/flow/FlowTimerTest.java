package dev.holdfast.chaos.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.holdfast.chaos.cluster.ProcessState;
import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.fault.Evidence;
import dev.holdfast.chaos.fault.FakeCluster;
import dev.holdfast.chaos.fault.FakePacketFilter;
import dev.holdfast.chaos.fault.FaultListener;
import dev.holdfast.chaos.fault.Nemesis;
import dev.holdfast.chaos.fault.Pods;
import dev.holdfast.chaos.fault.Recorder;
import dev.holdfast.chaos.manifest.ManifestReader;
import dev.holdfast.chaos.workflow.Flow;
import dev.holdfast.chaos.workflow.PlannedFlow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows on the real clock, which counts schedules by the second: these tests take some seconds. */
class FlowTimerTest {

    private static final Duration BOUND = Duration.ofMinutes(2);
    private static final String FOLLOWER = "mode: one, selector: { labelSelectors: { holdfast.dev/role: follower } }";

    @TempDir
    Path logs;

    /** A cluster with a nemesis, and what was told of both. */
    private final class Lab {
        final FakeCluster cluster = new FakeCluster(
                Pods.server("m0", 1, "leader"), Pods.server("m1", 2, "follower"), Pods.server("m2", 3, "follower"));
        final Recorder recorder = new Recorder();
        final long start = System.nanoTime();
        private final Nemesis nemesis =
                new Nemesis(cluster, FakePacketFilter.tools(new FakePacketFilter()), 7, recorder, System::nanoTime);

        FlowTimer start(Flow flow, Duration lasts) {
            Stage stage = new Stage(cluster, nemesis, recorder, logs, System::nanoTime);
            return FlowTimer.start(stage, List.of(new PlannedFlow(flow, Duration.ZERO, lasts)), start);
        }

        FaultListener.Effect run(Flow flow, Duration lasts) throws InterruptedException {
            try (FlowTimer timer = start(flow, lasts)) {
                assertThat(timer.awaitEnd(BOUND)).isTrue();
            }
            return effect(flow.name());
        }

        FaultListener.Effect effect(String name) {
            return recorder.all(FaultListener.Effect.class).stream()
                    .filter(effect -> effect.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        /** Returns what was begun, with the times that were asked for. */
        List<String> begun() {
            return recorder.all(FaultListener.Started.class).stream()
                    .map(started ->
                            (started.requestedNanos() - start) / 1e9 + " " + started.name() + " " + started.targets())
                    .toList();
        }
    }

    private static Flow flow(String kind, String spec) {
        return ManifestReader.readFlow(YamlDocuments.parse(
                        "m.yaml",
                        "apiVersion: chaos-mesh.org/v1alpha1\nkind: " + kind + "\nmetadata: { name: f }\nspec:\n"
                                + spec.indent(2))
                .get(0));
    }

    private static Flow schedule(String cron, String action, String more) {
        return flow(
                "Schedule",
                "schedule: '" + cron + "'\ntype: PodChaos\npodChaos: { action: " + action + ", " + more + " }\n");
    }

    private static double figure(FaultListener.Effect effect, String what) {
        return effect.evidence().stream()
                .filter(evidence -> evidence.what().equals(what))
                .mapToDouble(Evidence::figure)
                .findFirst()
                .orElse(0);
    }

    @Test
    void a_schedule_injects_at_its_times_to_the_tick_and_a_seed_repeats_them_and_the_targets()
            throws InterruptedException {
        Flow flow = schedule("@every 1s", "pod-failure", FOLLOWER + ", duration: 300ms");
        Lab first = new Lab();
        Lab second = new Lab();
        FaultListener.Effect effect = first.run(flow, Duration.ofMillis(2600));
        second.run(flow, Duration.ofMillis(2600));

        assertThat(first.begun()).hasSize(3).isEqualTo(second.begun());
        assertThat(first.begun().get(1)).startsWith("1.0 f-1 [m");
        assertThat(first.begun().get(2)).startsWith("2.0 f-2 [m");
        assertThat(effect.proved()).isTrue();
        assertThat(figure(effect, "faults-injected")).isEqualTo(2);
        assertThat(figure(effect, "faults-proved")).isEqualTo(2);
        assertThat(first.recorder.all(FaultListener.Ended.class)).hasSize(3);
    }

    @Test
    void a_flow_in_which_nothing_was_injected_is_not_proved() throws InterruptedException {
        FaultListener.Effect effect = new Lab().run(schedule("@hourly", "pod-kill", FOLLOWER), Duration.ofMillis(50));

        assertThat(effect.proved()).isFalse();
        assertThat(figure(effect, "faults-injected")).isZero();
    }

    @Test
    void a_flow_is_not_proved_when_one_of_its_faults_is_not() throws InterruptedException {
        Flow flow = flow("Workflow", """
                entry: both
                templates:
                - { name: both, templateType: Parallel, children: [real, nobody] }
                - { name: real, templateType: PodChaos, deadline: 100ms, podChaos: { action: pod-kill, %s } }
                - { name: nobody, templateType: PodChaos, deadline: 100ms, podChaos:
                    { action: pod-kill, mode: one, selector: { labelSelectors: { holdfast.dev/role: nobody } } } }
                """.formatted(FOLLOWER));
        FaultListener.Effect effect = new Lab().run(flow, Duration.ofSeconds(5));

        assertThat(effect.proved()).isFalse();
        assertThat(figure(effect, "faults-proved")).isEqualTo(1);
        assertThat(effect.evidence())
                .anyMatch(evidence -> evidence.text().contains("NOT proved: no pod is selected out of 3"));
    }

    @Test
    void closing_heals_at_once() {
        Lab lab = new Lab();
        Flow flow = flow("Workflow", """
                entry: a
                templates:
                - { name: a, templateType: PodChaos, podChaos: { action: pod-failure, %s } }
                """.formatted(FOLLOWER.replace("follower", "leader")));
        FlowTimer timer = lab.start(flow, Duration.ofHours(1));
        Awaitility.await("the fault is in effect")
                .atMost(BOUND)
                .until(() -> lab.cluster.state("m0") == ProcessState.GONE);
        timer.close();
        timer.close();

        assertThat(lab.cluster.calls).containsExactly("holdDown m0", "release m0");
    }

    @Test
    void what_goes_wrong_ends_the_flow_unproved_and_comes_out_of_the_wait() {
        Lab lab = new Lab();
        lab.cluster.stuck.addAll(List.of("hold m1", "hold m2"));
        FlowTimer timer =
                lab.start(schedule("@every 1s", "pod-failure", FOLLOWER + ", duration: 1s"), Duration.ofHours(1));

        assertThatThrownBy(() -> timer.awaitEnd(BOUND)).hasMessageContaining("refused");
        assertThat(lab.effect("f").proved()).isFalse();
        timer.close();
    }

    @Test
    void a_check_a_task_and_a_branch_lead_to_a_kill() throws InterruptedException, IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            Lab lab = new Lab();
            FaultListener.Effect effect = lab.run(branching(server.getAddress().getPort()), BOUND);

            assertThat(effect.proved()).as(effect.toString()).isTrue();
            assertThat(asked).hasValue(1);
            assertThat(lab.begun()).hasSize(2);
            // a busy machine knows the answers some ticks later
            assertThat(lab.begun().get(1)).matches("[0-9]+\\.[05] f-done-1 \\[m[12]]");
            assertThat(figure(effect, "requests-good")).isEqualTo(1);
            assertThat(figure(effect, "nodes-started")).isEqualTo(6);
            assertThat(figure(effect, "nodes-ended")).isEqualTo(6);
            assertThat(figure(effect, "deadlines-exceeded")).isEqualTo(1);
            assertThat(effect.evidence())
                    .anyMatch(evidence -> evidence.text().contains("exit code 3, goes on with [killed]"));
        } finally {
            server.stop(0);
        }
    }

    /** One task is cancelled at its deadline, the other ends and leads on. */
    private static Flow branching(int port) {
        return flow("Workflow", """
                entry: all
                templates:
                - { name: all, templateType: Serial, children: [check, slow, ask] }
                - { name: check, templateType: StatusCheck, statusCheck: { intervalSeconds: 1, timeoutSeconds: 60,
                    http: { url: 'http://127.0.0.1:%d/', criteria: { statusCode: 200-299 } } } }
                - { name: slow, templateType: Task, deadline: 500ms,
                    task: { container: { name: c, image: busybox, command: [sleep, '3600'] } } }
                - { name: ask, templateType: Task,
                    task: { container: { name: c, image: 'busybox:1', command: [sh, -c],
                      args: ['echo $ANSWER; exit 3'], env: [ { name: ANSWER, value: kill } ] } },
                    conditionalBranches: [
                      { target: killed, expression: exitCode == 3 && stdout == 'kill' },
                      { target: slow, expression: exitCode == 0 } ] }
                - { name: killed, templateType: Serial, children: [done] }
                - { name: done, templateType: PodChaos, deadline: 100ms, podChaos: { action: pod-kill, %s } }
                """.formatted(port, FOLLOWER));
    }
}
