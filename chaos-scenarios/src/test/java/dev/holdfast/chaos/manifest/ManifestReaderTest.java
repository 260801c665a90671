package dev.holdfast.chaos.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.document.DocumentException;
import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.fault.Fault;
import dev.holdfast.chaos.fault.Targets;
import dev.holdfast.chaos.fault.network.Direction;
import dev.holdfast.chaos.fault.network.Partition;
import dev.holdfast.chaos.fault.pod.PodKill;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestReaderTest {

    private static final String HEAD = "apiVersion: chaos-mesh.org/v1alpha1\nkind: %s\nmetadata: { name: x }\nspec:\n";
    private static final String POD = HEAD.formatted("PodChaos");
    private static final String NET = HEAD.formatted("NetworkChaos");
    private static final String MACHINE = HEAD.formatted("PhysicalMachineChaos");
    private static final String SELECTED = "  mode: all\n  selector: { labelSelectors: { a: b } }\n";

    static Fault read(String yaml) {
        return ManifestReader.read(YamlDocuments.parse("m.yaml", yaml).get(0));
    }

    @Test
    void a_pod_kill_is_read() {
        Fault fault = read(POD + "  action: pod-kill\n  gracePeriod: 3\n" + SELECTED);

        assertThat(fault).isInstanceOfSatisfying(PodKill.class, kill -> {
            assertThat(kill.gracePeriod()).isEqualTo(Duration.ofSeconds(3));
            assertThat(kill.isOneShot()).isTrue();
            assertThat(kill.metadata().namespace()).isEqualTo("holdfast");
        });
    }

    @Test
    void a_partition_without_direction_is_outward() {
        Fault fault = read(NET + "  action: partition\n  duration: ''\n" + SELECTED);

        assertThat(fault).isInstanceOfSatisfying(Partition.class, partition -> {
            assertThat(partition.direction()).isEqualTo(Direction.TO);
            assertThat(partition.isTotal()).isTrue();
            assertThat(partition.duration()).isEmpty();
        });
    }

    @Test
    void a_pause_by_address_takes_the_host_out_of_it() {
        Fault fault = read(MACHINE
                + "  action: process\n  mode: all\n  duration: 2s\n  address: [ 'http://10.77.0.1:31767', '10.77.0.2:1' ]\n"
                + "  process: { process: etcd, signal: 19 }\n");

        assertThat(fault.targets()).isEqualTo(new Targets.Addressed(Set.of("10.77.0.1", "10.77.0.2")));
        assertThat(fault.duration()).contains(Duration.ofSeconds(2));
    }

    @Test
    void the_objects_own_namespace_is_the_default_of_the_selector() {
        Fault fault =
                read("apiVersion: chaos-mesh.org/v1alpha1\nkind: PodChaos\nmetadata: { name: x, namespace: other }\n"
                        + "spec:\n  action: pod-failure\n" + SELECTED);

        assertThat(((Targets.Selected) fault.targets()).selector().namespaces()).containsExactly("other");
    }

    static List<Arguments> broken() {
        String process = "  action: process\n  mode: all\n";
        return List.of(
                Arguments.of(
                        POD + "  action: pod-kill\n  mode: all\n  selector: { labelSelector: { a: b } }\n",
                        "7:15: spec.selector.labelSelector: unknown field; did you mean 'labelSelectors'?"),
                Arguments.of(POD + "  action: pod-kill\n  selector: {}\n", "5:3: spec: missing field 'mode'"),
                Arguments.of(POD + "  action: pod-kill\n  mode: all\n", "5:3: spec: missing field 'selector'"),
                Arguments.of(
                        POD + "  action: pod-kill\n  mode: al\n  selector: {}\n",
                        "6:9: spec.mode: unknown value 'al'; expected one of all, fixed, fixed-percent, one, random-max-percent"),
                Arguments.of(
                        POD + "  action: pod-kill\n  mode: fixed\n  selector: {}\n",
                        "5:3: spec: missing field 'value': mode fixed needs one, as a string"),
                Arguments.of(
                        POD + "  action: pod-kill\n  mode: fixed\n  value: 2\n  selector: {}\n",
                        "7:10: spec.value: expected a string, given an integer (2); quote it"),
                Arguments.of(
                        POD + "  action: pod-kill\n  mode: fixed\n  value: '0'\n  selector: {}\n",
                        "7:10: spec.value: expected a count above 0 with mode fixed, given '0'"),
                Arguments.of(
                        POD + "  action: pod-kill\n  mode: random-max-percent\n  value: '101'\n  selector: {}\n",
                        "7:10: spec.value: expected a percentage from 1 to 100 with mode random-max-percent, given '101'"),
                Arguments.of(
                        POD + "  action: container-kill\n" + SELECTED,
                        "5:3: spec: missing field 'containerNames': action container-kill needs it"),
                Arguments.of(
                        POD + "  action: container-kill\n  containerNames: []\n" + SELECTED,
                        "6:19: spec.containerNames: must not be empty with action container-kill"),
                Arguments.of(
                        POD + "  action: pod-kill\n  gracePeriod: -1\n" + SELECTED,
                        "6:16: spec.gracePeriod: expected 0 or more, given -1"),
                Arguments.of(
                        POD + "  action: pod-failure\n  duration: 30\n" + SELECTED,
                        "6:13: spec.duration: expected a string, given an integer (30); quote it"),
                Arguments.of(
                        POD + "  action: pod-failure\n  duration: -3s\n" + SELECTED,
                        "6:13: spec.duration: must be longer than zero, given '-3s'"),
                Arguments.of(
                        POD + "  action: pod-delete\n" + SELECTED,
                        "5:11: spec.action: unknown value 'pod-delete'; expected one of container-kill, pod-failure, pod-kill"),
                Arguments.of(POD + SELECTED, "5:3: spec: missing field 'action'"),
                Arguments.of(
                        NET + "  action: delay\n  delay: { latency: 0s }\n" + SELECTED,
                        "5:3: spec: changes nothing: every share, delay and rate that it gives is 0"),
                Arguments.of(
                        NET + "  action: partition\n  direction: too\n" + SELECTED,
                        "6:14: spec.direction: unknown value 'too'; expected one of , both, from, to"),
                Arguments.of(
                        NET + "  action: partition\n  device: eth1\n" + SELECTED,
                        "6:11: spec.device: a local pod has the one device eth0, given 'eth1'"),
                Arguments.of(
                        NET + "  action: partition\n  externalTargets: [ example.org ]\n" + SELECTED,
                        "6:22: spec.externalTargets[0]: not supported locally: expected an IPv4 address or CIDR block"),
                Arguments.of(
                        NET + "  action: partition\n  externalTargets: [ 10.0.0.256 ]\n" + SELECTED,
                        "6:22: spec.externalTargets[0]: not an IPv4 address: 256 is above 255"),
                Arguments.of(
                        NET + "  action: partition\n  target: { selector: {} }\n" + SELECTED,
                        "6:11: spec.target: missing field 'mode'"),
                Arguments.of(
                        NET + "  action: partition\n  loss: { loss: '1' }\n" + SELECTED,
                        "6:3: spec.loss: unknown field"),
                Arguments.of(
                        MACHINE + process
                                + "  selector: { labelSelectors: { a: b } }\n  process: { process: java, signal: 18 }\n",
                        "8:37: spec.process.signal: expected signal 9, 15 or 19, given 18"),
                Arguments.of(
                        MACHINE + process + "  selector: { labelSelectors: { a: b } }\n",
                        "5:3: spec: missing field 'process'"),
                Arguments.of(
                        MACHINE + process + "  process: { process: java, signal: 19 }\n",
                        "5:3: spec: missing field 'selector' or 'address'"),
                Arguments.of(
                        MACHINE + process + "  selector: {}\n  process: { process: java, signal: 19 }\n",
                        "7:13: spec.selector: an empty selector selects nothing here"),
                Arguments.of(
                        MACHINE + process
                                + "  address: [a]\n  selector: { labelSelectors: { a: b } }\n  process: { process: j, signal: 19 }\n",
                        "7:3: spec.address: only one of 'address' and 'selector' may be given"),
                Arguments.of(
                        MACHINE + process
                                + "  selector: { pods: { a: [b] } }\n  process: { process: java, signal: 19 }\n",
                        "7:15: spec.selector.pods: unknown field"),
                Arguments.of(
                        MACHINE
                                + "  action: redis-stop\n  mode: all\n  address: [a]\n  redis-stop: { addr: a, conf: c }\n",
                        "5:11: spec.action: action 'redis-stop' is not supported locally yet; supported: process"),
                Arguments.of(
                        POD + "  action: pod-kill\n  mode: all\n  selector: { nodes: [n1] }\n",
                        "7:15: spec.selector.nodes: not supported locally: local pods have no node"),
                Arguments.of(
                        POD + "  action: pod-kill\n  mode: all\n  selector: { podPhaseSelectors: [Up] }\n",
                        "7:35: spec.selector.podPhaseSelectors[0]: unknown value 'Up'"),
                Arguments.of(
                        POD + "  action: pod-kill\n  mode: all\n  selector: { fieldSelectors: { spec.nodeName: n } }\n",
                        "7:33: spec.selector.fieldSelectors.spec.nodeName: field not known locally"),
                Arguments.of(
                        POD
                                + "  action: pod-kill\n  mode: all\n  selector: { expressionSelectors: [ { key: a, operator: in, values: [b] } ] }\n",
                        "7:58: spec.selector.expressionSelectors[0].operator: unknown value 'in'; expected one of DoesNotExist"),
                Arguments.of(
                        POD
                                + "  action: pod-kill\n  mode: all\n  selector: { expressionSelectors: [ { key: a, operator: In } ] }\n",
                        "7:38: spec.selector.expressionSelectors[0]: operator In needs values"),
                Arguments.of(
                        POD + "  action: pod-kill\n  remoteCluster: c\n" + SELECTED,
                        "6:3: spec.remoteCluster: not supported locally"),
                Arguments.of(
                        HEAD.formatted("KernelChaos") + "  a: 1\n",
                        "2:7: kind: KernelChaos needs a kernel with fault injection"),
                Arguments.of(
                        HEAD.formatted("AWSChaos") + "  a: 1\n",
                        "2:7: kind: AWSChaos acts on a cloud provider's machines"),
                Arguments.of(
                        HEAD.formatted("BlockChaos") + "  a: 1\n",
                        "2:7: kind: BlockChaos needs a kernel module that delays block devices"),
                Arguments.of(
                        HEAD.formatted("PodChoas") + "  a: 1\n",
                        "2:7: kind: unknown kind 'PodChoas'; did you mean 'PodChaos'?"),
                Arguments.of(
                        POD.replace("v1alpha1", "v1") + SELECTED, "1:13: apiVersion: expected chaos-mesh.org/v1alpha1"),
                Arguments.of(
                        POD.replace("name: x", "name: X_y") + SELECTED,
                        "3:19: metadata.name: expected lower case letters"),
                Arguments.of(
                        POD.replace("name: x", "name: x, annotations: { experiment.chaos-mesh.org/pause: 'true' }")
                                + "  action: pod-kill\n" + SELECTED,
                        "3:37: metadata.annotations.experiment.chaos-mesh.org/pause: pausing is not"),
                Arguments.of(
                        POD + "  action: pod-kill\n" + SELECTED + "status: {}\n",
                        "8:1: status: a manifest has no status"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_manifest_gives_its_place_and_its_problem(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("m.yaml:" + message);
    }
}
