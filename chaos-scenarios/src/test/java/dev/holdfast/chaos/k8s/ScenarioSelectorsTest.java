package dev.holdfast.chaos.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.chaos.cluster.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The faults of the scenarios select in the cluster what they select locally: their labels are on the pods of k8s/base. */
class ScenarioSelectorsTest {

    /** Labels that whoever runs a scenario keeps true; no template has them. */
    private static final String CHANGING = Pod.ROLE.substring(0, Pod.ROLE.indexOf('/') + 1);

    /**
     * A fault of a scenario as one store meets it.
     *
     * @param fault its document
     */
    record Use(String scenario, String store, JsonNode fault) {
        @Override
        public String toString() {
            return scenario + " on " + store + ": " + fault.at("/metadata/name").asText();
        }
    }

    static List<Use> uses() {
        List<Use> uses = new ArrayList<>();
        KubernetesDocument.below(KubernetesDocument.SCENARIOS).stream()
                .filter(document -> document.type().equals("holdfast.dev/v1/Scenario"))
                .forEach(scenario -> uses.addAll(uses(scenario)));
        return uses;
    }

    private static List<Use> uses(KubernetesDocument scenario) {
        Map<String, JsonNode> faults = new TreeMap<>();
        KubernetesDocument.of(scenario.file()).forEach(document -> faults.put(document.name(), document.content()));
        List<Use> uses = new ArrayList<>();
        for (JsonNode entry : scenario.content().at("/spec/faults")) {
            JsonNode own = entry.path("subjects");
            JsonNode stores = own.isMissingNode() ? scenario.content().at("/spec/subjects") : own;
            JsonNode fault = faults.get(entry.path("name").asText());
            stores.forEach(store -> uses.add(new Use(scenario.name(), store.asText(), fault)));
        }
        return uses;
    }

    @Test
    void faults_of_every_store_are_looked_at() {
        assertThat(uses())
                .hasSizeGreaterThan(30)
                .extracting(Use::store)
                .contains("zookeeper", "etcd", "consul", "kafka");
    }

    @ParameterizedTest
    @MethodSource("uses")
    void every_selector_of_a_fault_finds_pods_of_the_store(Use use) {
        List<JsonNode> selectors = use.fault().findValues("labelSelectors");

        assertThat(selectors)
                .isNotEmpty()
                .allSatisfy(selector -> assertThat(pods(use, selector))
                        .as("pods by %s", selector)
                        .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("uses")
    void a_container_that_a_fault_names_is_in_the_pods_it_selects(Use use) {
        JsonNode selector = use.fault().at("/spec/selector/labelSelectors");
        List<String> named = new ArrayList<>();
        use.fault().at("/spec/containerNames").forEach(name -> named.add(name.asText()));

        assertThat(pods(use, selector))
                .allSatisfy(template -> assertThat(template.containers()).containsAll(named));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void a_fault_stays_in_the_namespace_of_the_manifests(Use use) {
        assertThat(use.fault().at("/metadata/namespace").asText()).isEqualTo("holdfast");
        assertThat(use.fault().findValues("namespaces"))
                .allSatisfy(namespaces ->
                        assertThat(namespaces).extracting(JsonNode::asText).containsExactly("holdfast"));
    }

    private static List<PodTemplate> pods(Use use, JsonNode selector) {
        Map<String, String> lasting = PodTemplate.strings(selector);
        lasting.keySet().removeIf(label -> label.startsWith(CHANGING));
        return PodTemplate.all().stream()
                .filter(template -> template.isBeside(use.store()))
                .filter(template -> template.carries(lasting))
                .toList();
    }
}
