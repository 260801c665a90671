package dev.holdfast.chaos.fault;

import dev.holdfast.chaos.cluster.Pod;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pods a manifest speaks of: those named, if any are named; otherwise those that satisfy every other part. An empty
 * selector speaks of all pods of its namespaces. Source: {@code SelectPods} in pkg/selector/pod/selector.go.
 *
 * @param fields values of {@code metadata.name}, {@code metadata.namespace}, {@code status.phase} and the like
 * @param phases phases, one of which the pod must have; a phase after {@code !} is one it must not have
 * @param named  names by namespace; overrides the rest when not empty
 */
public record Selector(
        Set<String> namespaces,
        Map<String, String> labels,
        List<LabelExpression> expressions,
        Map<String, String> annotations,
        Map<String, String> fields,
        Set<String> phases,
        Map<String, Set<String>> named) {

    static final Set<String> FIELDS =
            Set.of("metadata.name", "metadata.namespace", "status.phase", "status.podIP", "spec.address");

    public Selector {
        namespaces = Set.copyOf(namespaces);
        labels = Map.copyOf(labels);
        expressions = List.copyOf(expressions);
        annotations = Map.copyOf(annotations);
        fields = Map.copyOf(fields);
        phases = Set.copyOf(phases);
        named = named.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
    }

    /** Returns whether this selector speaks of the pod. */
    public boolean matches(Pod pod) {
        if (!named.isEmpty()) {
            return named.getOrDefault(pod.namespace(), Set.of()).contains(pod.name());
        }
        return namespaces.contains(pod.namespace())
                && pod.labels().entrySet().containsAll(labels.entrySet())
                && expressions.stream().allMatch(expression -> expression.matches(pod.labels()))
                && pod.annotations().entrySet().containsAll(annotations.entrySet())
                && fields.entrySet().stream().allMatch(field -> field.getValue().equals(value(pod, field.getKey())))
                && hasPhase(pod.phase());
    }

    private boolean hasPhase(String phase) {
        boolean asked = phases.stream().anyMatch(one -> !one.startsWith("!"));
        return !phases.contains("!" + phase) && (!asked || phases.contains(phase));
    }

    private static String value(Pod pod, String field) {
        return switch (field) {
            case "metadata.name" -> pod.name();
            case "metadata.namespace" -> pod.namespace();
            case "status.phase" -> pod.phase();
            case "status.podIP", "spec.address" -> pod.address();
            default -> throw new IllegalStateException("field without a value: " + field);
        };
    }
}
