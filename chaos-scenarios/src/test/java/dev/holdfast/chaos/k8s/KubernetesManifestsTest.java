package dev.holdfast.chaos.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.chaos.cluster.Pod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests under k8s/, as far as they can be judged without a cluster. */
class KubernetesManifestsTest {

    /** Documents of tools, which judge their own; the chart's values have no type. */
    private static final Set<String> OTHERS = Set.of(
            "/",
            "kustomize.config.k8s.io/v1beta1/Kustomization",
            "kustomize.config.k8s.io/v1alpha1/Component",
            "kind.x-k8s.io/v1alpha4/Cluster",
            "kafka.strimzi.io/v1/Kafka",
            "kafka.strimzi.io/v1/KafkaNodePool",
            "kafka.strimzi.io/v1/KafkaTopic");

    static List<KubernetesDocument> documents() {
        return KubernetesDocument.below(KubernetesDocument.FOLDER);
    }

    static Stream<KubernetesDocument> typed() {
        return documents().stream().filter(document -> StrictTypes.has(document.type()));
    }

    @Test
    void every_document_is_of_a_type_that_is_known_here() {
        assertThat(documents())
                .hasSizeGreaterThan(50)
                .allSatisfy(document -> assertThat(StrictTypes.has(document.type()) || OTHERS.contains(document.type()))
                        .as("%s: %s", document.file(), document.type())
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("typed")
    void a_document_has_no_field_that_its_type_does_not_have(KubernetesDocument document) {
        assertThat(StrictTypes.read(document.type(), document.content())).isNotNull();
    }

    @Test
    void a_misspelt_field_deep_in_a_document_is_refused() {
        JsonNode misspelt = KubernetesDocument.parse("""
                apiVersion: apps/v1
                kind: StatefulSet
                spec: { template: { spec: { containers: [ { name: etcd, imagePullPolcy: Always } ] } } }
                """);

        assertThatThrownBy(() -> StrictTypes.read("apps/v1/StatefulSet", misspelt))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("imagePullPolcy");
    }

    @Test
    void pods_carry_the_labels_of_local_pods_and_no_other() {
        // a StatefulSet adds the pod's name and index; whoever runs the scenario adds the role
        assertThat(PodTemplate.all())
                .filteredOn(template -> !template.owner().startsWith("KafkaNodePool"))
                .hasSize(4)
                .allSatisfy(template -> assertThat(template.labels())
                        .as(template.owner())
                        .containsOnlyKeys(Pod.NAME, Pod.INSTANCE, Pod.COMPONENT));
    }

    @Test
    void a_container_has_the_name_of_its_program() {
        assertThat(PodTemplate.all())
                .hasSize(5)
                .allSatisfy(template -> assertThat(template.containers())
                        .as(template.owner())
                        .containsExactly(template.labels().get(Pod.NAME)));
    }

    @Test
    void every_selector_of_a_service_a_policy_or_a_budget_finds_pods() {
        List<PodTemplate> templates = PodTemplate.all();
        for (KubernetesDocument document : KubernetesDocument.below(KubernetesDocument.FOLDER.resolve("base"))) {
            List<JsonNode> selectors = new ArrayList<>(document.content().findValues("matchLabels"));
            if (document.type().equals("v1/Service")) {
                selectors.add(document.content().at("/spec/selector"));
            }
            assertThat(selectors)
                    .allSatisfy(selector -> assertThat(templates)
                            .as("%s: %s", document.file(), selector)
                            .anyMatch(template -> template.carries(PodTemplate.strings(selector))));
        }
    }

    @Test
    void an_ensemble_has_everything_that_its_store_needs() {
        for (String store : List.of("zookeeper", "etcd", "consul")) {
            Path folder = KubernetesDocument.FOLDER.resolve("base").resolve(store);
            assertThat(KubernetesDocument.below(folder))
                    .extracting(document -> document.content().path("kind").asText())
                    .as(store)
                    .containsOnlyOnce("StatefulSet", "PodDisruptionBudget", "NetworkPolicy", "ServiceAccount");
        }
    }
}
