package dev.holdfast.chaos.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.document.DocumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioReaderTest {

    private static final Path SHIPPED = Path.of("scenarios");

    @TempDir
    Path folder;

    static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(SHIPPED)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void a_shipped_scenario_is_sound(Path file) {
        Scenario scenario = ScenarioReader.read(file);

        assertThat(scenario.name() + ".yaml").isEqualTo(file.getFileName().toString());
        scenario.twin()
                .ifPresent(twin -> assertThat(ScenarioReader.read(SHIPPED.resolve(twin + ".yaml"))
                                .twin())
                        .as("the twin of " + twin)
                        .contains(scenario.name()));
    }

    @Test
    void each_store_has_its_own_document_where_the_name_of_the_process_differs() {
        Scenario scenario = ScenarioReader.read(SHIPPED.resolve("pause-leader.yaml"));

        for (Subject subject : scenario.subjects()) {
            assertThat(scenario.faults(subject))
                    .singleElement()
                    .satisfies(
                            planned -> assertThat(planned.fault().name()).isEqualTo("pause-leader-" + subject.word()));
        }
    }

    @Test
    void a_scenario_comes_out_with_its_plan_and_its_settings() {
        Scenario scenario = ScenarioReader.read(SHIPPED.resolve("kafka-acks-one.yaml"));

        assertThat(scenario.control()).isTrue();
        assertThat(scenario.expect().caughtBy())
                .containsExactlyInAnyOrder("lost-acked", "offset-consistency", "duplicates");
        assertThat(scenario.faults(Subject.KAFKA).stream()
                        .map(entry -> entry.planned().lasts()))
                .containsExactly(Duration.ofMillis(3400), Duration.ZERO);
        assertThat(scenario.workload()).isInstanceOfSatisfying(Workload.Streaming.class, streaming -> {
            assertThat(streaming.topic()).isEqualTo(new Workload.Topic(1, 3, 2));
            assertThat(streaming.producer()).isEqualTo(new Workload.Producer(Workload.Acks.LEADER, false, 200));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "holdfast.dev/v1 | holdfast.dev/v2 | 1:13: apiVersion: expected holdfast.dev/v1, given 'holdfast.dev/v2'",
                "kind: Scenario | kind: Scene | 2:7: kind: expected Scenario, given 'Scene'",
                "name: s } | name: t } | 3:19: metadata.name: expected the name of the file without .yaml, given 't'",
                "title: | titel: | 5:3: spec.titel: unknown field; did you mean 'title'?",
                "title: A title | title: '' | 5:10: spec.title: must not be blank",
                "https://a.b | http://a.b | 6:32: spec.claim.source: expected an https address, given 'http://a.b'",
                "scope: always | scopes: always | 6:45: spec.claim.scopes: unknown field; did you mean 'scope'?",
                "[etcd, consul] | [] | 7:13: spec.subjects: must not be empty",
                "[etcd, consul] | [etcd, etcd] | 7:13: spec.subjects: a subject is given twice",
                "[etcd, consul] | [etcd, konsul] | 7:20: spec.subjects[1]: unknown value 'konsul'; expected one of consul, etcd, kafka, zookeeper",
                "[etcd, consul] | [etcd, kafka] | 7:13: spec.subjects: kafka has a workload of its own and is never beside a store",
                "members: 3 | members: 0 | 8:24: spec.topology.members: expected 1 to 9, given 0",
                "session: 2s | session: 2 | 9:12: spec.session: expected a string, given an integer (2); quote it",
                "session: 2s | session: 0s | 9:12: spec.session: must be longer than zero, given '0s'",
                "recipes: [lock] | recipes: [lok] | 10:25: spec.workload.recipes[0]: unknown value 'lok'; expected one of config, election, lock",
                "recipes: [lock] | recipes: [lock, lock] | 10:31: spec.workload.recipes[1]: given twice",
                "recipes: [lock] | topic: {} | 10:15: spec.workload.topic: unknown field; known: fenced, forgetful, hold, late, rate, recipes, term",
                "warmUp: 1s | warmup: 1s | 11:13: spec.phases.warmup: unknown field; did you mean 'warmUp'?",
                "name: cut, at | name: cat, at | 13:15: spec.faults[0].name: no document of this file is named 'cat'; did you mean 'cut'?",
                "at: 1s, for: 3s | at: 4s, for: 3s | 13:24: spec.faults[0].at: ends 7000 ms into the faults, which last 5000 ms",
                "at: 1s, for: 3s | at: 1s | 13:7: spec.faults[0]: missing field 'for': document 'cut' has no spec.duration either",
                "name: kill, at: 2s | name: kill, at: 2s, for: 1s | 14:29: spec.faults[1].for: 'kill' (pod-kill) is over as soon as it is done",
                "name: kill, at: 2s | name: cut, at: 2s, for: 1s | 14:15: spec.faults[1].name: named twice; one document is one fault",
                "name: kill, at: 2s | name: kill, at: 2s, subjects: [zookeeper] | 14:39: spec.faults[1].subjects: not all of these are subjects of the scenario",
                "    - { name: kill, at: 2s } | `` | 27:1: no entry of spec.faults names this document 'kill'",
                "rollingRestart: { of: server } | poisonPill: { kind: failing } | 16:9: spec.steps[0].poisonPill: only consumers of kafka take poison",
                "rollingRestart: { of: server }, at: 1s | at: 1s | 16:7: spec.steps[0]: expected exactly one of 'rollingRestart' and 'poisonPill'",
                "server }, at: 1s | server }, at: 5s | 16:7: spec.steps[0]: begins after the faults, which last 5000 ms",
                "verdict: [HOLDS] | verdict: [HOLD] | 17:23: spec.expect.verdict[0]: unknown value 'HOLD'; expected one of CAUGHT, DEGRADED, HOLDS, VACUOUS",
                "verdict: [HOLDS] | verdict: [CAUGHT] | 17:22: spec.expect.verdict: expected HOLDS, DEGRADED or both, since this is no control",
                "verdict: [HOLDS] | verdict: [HOLDS], caughtBy: [x] | 17:31: spec.expect.caughtBy: only a control is caught",
                "control: false | control: true | 17:22: spec.expect.verdict: a control expects CAUGHT alone, or VACUOUS alone with no 'caughtBy'",
                "recovery: 5s | recovery: -5s | 18:23: spec.bounds.recovery: must be longer than zero, given '-5s'",
                "operations: 50 | operations: 0 | 18:59: spec.bounds.operations: expected 1 to 2147483647, given 0",
                "control: false | control: maybe | 19:12: spec.control: expected true or false, given a string (maybe)",
                "control: false | twin: nowhere | 19:9: spec.twin: there is no file nowhere.yaml beside this one",
                "control: false | twin: s | 19:9: spec.twin: a scenario is not its own twin",
                "metadata: { name: kill } | metadata: { name: cut } | 29:19: metadata.name: two documents of this name; the first in line 21",
                "metadata: { name: cut } | metadata: { name: cut, namespace: default } | 23:35: metadata.namespace: expected holdfast, the namespace of every run; no pod is in another",
                "mode: one } | mode: one, valeu: x } | 30:52: spec.valeu: unknown field; did you mean 'value'?",
            })
    void a_broken_scenario_gives_its_place_and_its_problem(String from, String to, String message) throws IOException {
        assertThat(SOUND).contains(from);
        Path file = Files.writeString(folder.resolve("s.yaml"), SOUND.replace(from, to));

        assertThatThrownBy(() -> ScenarioReader.read(file))
                .isInstanceOf(DocumentException.class)
                .hasMessage("s.yaml:" + message);
    }

    @Test
    void a_control_that_expects_to_be_caught_says_by_which_check() throws IOException {
        Path file = Files.writeString(
                folder.resolve("s.yaml"),
                SOUND.replace("verdict: [HOLDS]", "verdict: [CAUGHT]").replace("control: false", "control: true"));

        assertThatThrownBy(() -> ScenarioReader.read(file))
                .hasMessage(
                        "s.yaml:17:11: spec.expect: a control that expects CAUGHT must say 'caughtBy' which checks");
    }

    @Test
    void the_sound_scenario_is_sound() throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), SOUND);

        assertThat(ScenarioReader.read(file).faults(Subject.ETCD)).hasSize(2);
    }

    private static final String FLOW = """
            ---
            apiVersion: chaos-mesh.org/v1alpha1
            kind: Schedule
            metadata: { name: flow }
            spec:
              schedule: '@every 1s'
              type: PodChaos
              podChaos: { action: pod-kill, selector: {}, mode: one }
            """;

    private static final String FLOWING = "at: 2s }\n    - { name: flow, at: 1s";

    @Test
    void an_entry_may_name_a_schedule_which_lasts_to_the_end_of_the_faults_unless_it_says_otherwise()
            throws IOException {
        String sound = SOUND + FLOW;
        Path file = folder.resolve("s.yaml");

        Files.writeString(file, sound.replace("at: 2s", FLOWING));
        assertThat(ScenarioReader.read(file).flows(Subject.ETCD))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.planned().flow().name()).isEqualTo("flow");
                    assertThat(entry.planned().lasts()).isEqualTo(Duration.ofSeconds(4));
                    assertThat(entry.manifest()).startsWith("apiVersion").contains("@every 1s");
                });
        assertThat(ScenarioReader.read(file).faults(Subject.ETCD)).hasSize(2);
        Files.writeString(file, sound.replace("at: 2s", FLOWING + ", for: 2s"));
        assertThat(ScenarioReader.read(file)
                        .flows(Subject.ETCD)
                        .get(0)
                        .planned()
                        .lasts())
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void a_flow_without_a_fault_in_it_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("s.yaml"), SOUND + """
                ---
                apiVersion: chaos-mesh.org/v1alpha1
                kind: Workflow
                metadata: { name: flow }
                spec: { entry: rest, templates: [ { name: rest, templateType: Suspend, deadline: 1s } ] }
                """);

        assertThatThrownBy(() -> ScenarioReader.read(file)).hasMessageContaining("injects nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at: 1s, subjects: [etcd] | at: 1s, for: 5s | 15:25: spec.faults[2].at: ends 6000 ms into the faults, which last 5000 ms",
                "at: 1s, subjects: [etcd] | at: 5s | 15:25: spec.faults[2].at: ends 5001 ms into the faults, which last 5000 ms",
                "name: cut | name: flow-cut | metadata.name: begins as the names of the faults of 'flow' do",
                "@every 1s | 61 * * * * | spec.schedule: expected a cron expression",
            })
    void a_broken_flow_gives_its_place_and_its_problem(String from, String to, String message) throws IOException {
        String text = (SOUND + FLOW).replace("at: 2s", FLOWING + ", subjects: [etcd]");
        assertThat(text).contains(from);
        Path file = Files.writeString(folder.resolve("s.yaml"), text.replace(from, to));

        assertThatThrownBy(() -> ScenarioReader.read(file))
                .isInstanceOf(DocumentException.class)
                .hasMessageContaining(message);
    }

    private static final String SOUND = """
            apiVersion: holdfast.dev/v1
            kind: Scenario
            metadata: { name: s }
            spec:
              title: A title
              claim: { text: text, source: https://a.b, scope: always }
              subjects: [etcd, consul]
              topology: { members: 3, clients: 3 }
              session: 2s
              workload: { recipes: [lock] }
              phases: { warmUp: 1s, faults: 5s, recover: 1s }
              faults:
                - { name: cut, at: 1s, for: 3s }
                - { name: kill, at: 2s }
              steps:
                - { rollingRestart: { of: server }, at: 1s }
              expect: { verdict: [HOLDS] }
              bounds: { recovery: 5s, unavailability: 4s, operations: 50 }
              control: false
            ---
            apiVersion: chaos-mesh.org/v1alpha1
            kind: NetworkChaos
            metadata: { name: cut }
            spec: { action: partition, selector: {}, mode: all }
            # a remark
            ---
            apiVersion: chaos-mesh.org/v1alpha1
            kind: PodChaos
            metadata: { name: kill }
            spec: { action: pod-kill, selector: {}, mode: one }
            """;
}
