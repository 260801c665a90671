package dev.holdfast.chaos.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.manifest.ManifestReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {

    private static final List<Pod> PODS = List.of(
            Pods.pod("a", 1, Map.of("app", "db", "role", "leader")),
            Pods.pod("b", 2, Map.of("app", "db", "role", "follower")),
            Pods.pod("c", 3, Map.of("app", "web")),
            new Pod(
                    "other",
                    "d",
                    "u",
                    "10.77.0.4",
                    "Failed",
                    Map.of("app", "db"),
                    Map.of("note", "x"),
                    List.of("main")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | a b c",
                "{ namespaces: [] } | a b c",
                "{ namespaces: [other] } | d",
                "{ namespaces: [holdfast, other] } | a b c d",
                "{ namespaces: [nowhere] } | ''",
                "{ labelSelectors: { app: db } } | a b",
                "{ labelSelectors: { app: db, role: leader } } | a",
                "{ labelSelectors: { app: none } } | ''",
                "{ expressionSelectors: [ { key: role, operator: In, values: [leader, x] } ] } | a",
                "{ expressionSelectors: [ { key: role, operator: NotIn, values: [leader] } ] } | b c",
                "{ expressionSelectors: [ { key: role, operator: Exists } ] } | a b",
                "{ expressionSelectors: [ { key: role, operator: DoesNotExist } ] } | c",
                "{ labelSelectors: { app: db }, expressionSelectors: [ { key: role, operator: NotIn, values: [leader] } ] } | b",
                "{ namespaces: [holdfast, other], annotationSelectors: { note: x } } | d",
                "{ fieldSelectors: { metadata.name: b } } | b",
                "{ fieldSelectors: { metadata.name: b, status.phase: Failed } } | ''",
                "{ fieldSelectors: { status.podIP: 10.77.0.3 } } | c",
                "{ namespaces: [other], fieldSelectors: { metadata.namespace: other } } | d",
                "{ namespaces: [holdfast, other], podPhaseSelectors: [Failed, Pending] } | d",
                "{ namespaces: [holdfast, other], podPhaseSelectors: ['!Failed'] } | a b c",
                "{ pods: { other: [d], holdfast: [c] }, labelSelectors: { app: none } } | c d",
                "{ pods: { holdfast: [d] } } | ''",
            })
    void a_selector_speaks_of_these_pods(String selector, String names) {
        Fault fault = ManifestReader.read(YamlDocuments.parse(
                        "m.yaml",
                        "apiVersion: chaos-mesh.org/v1alpha1\nkind: PodChaos\nmetadata: { name: x }\n"
                                + "spec: { action: pod-kill, mode: all, selector: " + selector + " }\n")
                .get(0));
        Selector read = ((Targets.Selected) fault.targets()).selector();

        assertThat(PODS.stream().filter(read::matches).map(Pod::name))
                .containsExactly(names.isEmpty() ? new String[0] : names.split(" "));
    }
}
