package dev.holdfast.chaos.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.chaos.cluster.Pod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pods that a manifest below k8s/base makes.
 *
 * @param owner      kind and name of the object
 * @param containers the names of its containers; Strimzi names the one that it makes
 */
record PodTemplate(String owner, Map<String, String> labels, List<String> containers) {

    static List<PodTemplate> all() {
        return KubernetesDocument.below(KubernetesDocument.FOLDER.resolve("base")).stream()
                .flatMap(document -> of(document).stream())
                .toList();
    }

    private static Optional<PodTemplate> of(KubernetesDocument document) {
        String owner = document.content().path("kind").asText() + '/' + document.name();
        JsonNode template = document.content().at("/spec/template");
        return switch (document.type()) {
            case "apps/v1/StatefulSet", "batch/v1/Job" ->
                Optional.of(new PodTemplate(owner, strings(template.at("/metadata/labels")), names(template)));
            case "kafka.strimzi.io/v1/KafkaNodePool" ->
                Optional.of(new PodTemplate(owner, strings(template.at("/pod/metadata/labels")), List.of("kafka")));
            default -> Optional.empty();
        };
    }

    private static List<String> names(JsonNode template) {
        List<String> names = new ArrayList<>();
        template.at("/spec/containers")
                .forEach(container -> names.add(container.path("name").asText()));
        return names;
    }

    static Map<String, String> strings(JsonNode mapping) {
        Map<String, String> strings = new LinkedHashMap<>();
        mapping.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return strings;
    }

    boolean carries(Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    /** Returns whether such pods run beside this store: its own members, and the clients of any. */
    boolean isBeside(String store) {
        String program = labels.getOrDefault(Pod.NAME, "");
        return program.equals(store) || program.equals("client");
    }
}
