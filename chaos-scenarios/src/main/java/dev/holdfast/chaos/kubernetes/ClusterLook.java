package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.chaos.cluster.ClusterException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One look at what a run needs of a cluster; notes what is missing. */
final class ClusterLook {

    private static final List<String> VERBS = List.of("create", "list", "watch", "delete");

    private final Api api;
    private final List<String> missing = new ArrayList<>();
    private final List<String> unverified = new ArrayList<>();

    ClusterLook(Api api) {
        this.api = api;
    }

    KubernetesPreflight preflight() {
        return new KubernetesPreflight(missing, unverified);
    }

    void fault(ObjectType type) {
        try {
            List<JsonNode> unused = api.list(type, Map.of());
        } catch (ClusterException e) {
            missing.add("kind " + type.kind() + " cannot be listed in namespace '" + api.namespace()
                    + "': install Chaos Mesh 2.8 with its definitions (" + type.plural() + '.' + type.group() + "). "
                    + e.getMessage());
            return;
        }
        rights(type, VERBS);
    }

    void rights(ObjectType type, List<String> verbs) {
        List<String> lacking = new ArrayList<>();
        try {
            for (String verb : verbs) {
                if (!api.ask(ObjectType.ACCESS_REVIEW, review(type, verb))
                        .at("/status/allowed")
                        .asBoolean()) {
                    lacking.add(verb);
                }
            }
        } catch (ClusterException e) {
            unverified.add("rights on " + type.plural() + ": " + e.getMessage());
        }
        if (!lacking.isEmpty()) {
            missing.add("this user may not " + String.join(", ", lacking) + " " + type.plural()
                    + (type.group().isEmpty() ? "" : '.' + type.group()) + " in namespace '" + api.namespace()
                    + "': bind it to the role in k8s/base/runner");
        }
    }

    private ObjectNode review(ObjectType type, String verb) {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", ObjectType.ACCESS_REVIEW.apiVersion())
                .put("kind", ObjectType.ACCESS_REVIEW.kind())
                .putObject("metadata");
        review.putObject("spec")
                .putObject("resourceAttributes")
                .put("namespace", api.namespace())
                .put("group", type.group())
                .put("resource", type.plural())
                .put("verb", verb);
        return review;
    }

    void controller() {
        parts(ObjectType.DEPLOYMENT, "controller-manager").ifPresent(this::controller);
    }

    private void controller(List<JsonNode> found) {
        if (found.stream().noneMatch(one -> one.at("/status/readyReplicas").asInt() > 0)) {
            missing.add("no ready controller of Chaos Mesh in namespace '" + KubernetesPreflight.CHAOS_NAMESPACE
                    + "': faults would be stored and nothing would happen");
        }
        if (found.stream()
                .anyMatch(one -> setting(one, "ENABLE_FILTER_NAMESPACE").equals("true"))) {
            annotation();
        }
    }

    private void annotation() {
        listed(ObjectType.NAMESPACE, api.namespace(), Map.of()).ifPresent(this::annotation);
    }

    private void annotation(List<JsonNode> spaces) {
        boolean enabled = spaces.stream()
                .filter(one -> one.at("/metadata/name").asText().equals(api.namespace()))
                .anyMatch(one -> one.at("/metadata/annotations")
                        .path("chaos-mesh.org/inject")
                        .asText()
                        .equals("enabled"));
        if (!enabled) {
            missing.add("Chaos Mesh filters namespaces and '" + api.namespace() + "' lacks the annotation"
                    + " chaos-mesh.org/inject: enabled: no fault would find a target");
        }
    }

    void daemon() {
        parts(ObjectType.DAEMON_SET, "chaos-daemon").ifPresent(this::daemon);
    }

    private void daemon(List<JsonNode> found) {
        if (found.isEmpty()
                || found.stream()
                        .anyMatch(one -> one.at("/status/numberReady").asInt()
                                < Math.max(
                                        1,
                                        one.at("/status/desiredNumberScheduled").asInt()))) {
            missing.add(
                    "chaos-daemon is not ready on every node: faults on pods of the others would fail again and again");
        }
        Set<String> runtimes = runtimes();
        for (JsonNode one : found) {
            String told = argument(one, "--runtime");
            if (!told.isEmpty() && !runtimes.isEmpty() && !runtimes.equals(Set.of(told))) {
                missing.add("chaos-daemon is told that containers run by " + told + " (socket "
                        + argument(one, "--runtime-socket-path") + "), and those of namespace '" + api.namespace()
                        + "' run by " + String.join(", ", runtimes)
                        + ": set chaosDaemon.runtime and chaosDaemon.socketPath of its chart");
            }
        }
    }

    /** A container's id begins with what runs it: {@code containerd://…}. */
    private Set<String> runtimes() {
        Set<String> runtimes = new TreeSet<>();
        for (JsonNode id : api.list(ObjectType.POD, Map.of()).stream()
                .flatMap(pod -> pod.path("status").findValues("containerID").stream())
                .toList()) {
            int end = id.asText().indexOf("://");
            if (end > 0) {
                runtimes.add(
                        id.asText().substring(0, end).equals("cri-o")
                                ? "crio"
                                : id.asText().substring(0, end));
            }
        }
        return runtimes;
    }

    private Optional<List<JsonNode>> parts(ObjectType type, String component) {
        return listed(type, KubernetesPreflight.CHAOS_NAMESPACE, Map.of("app.kubernetes.io/component", component));
    }

    /** Returns nothing when this user may not look. */
    private Optional<List<JsonNode>> listed(ObjectType type, String where, Map<String, String> labels) {
        try {
            return Optional.of(api.list(type, where, labels));
        } catch (ClusterException e) {
            unverified.add(type.plural() + " of namespace '" + where + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    private static String setting(JsonNode deployment, String name) {
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonNode container : deployment.at("/spec/template/spec/containers")) {
            container
                    .path("env")
                    .forEach(one -> values.put(
                            one.path("name").asText(), one.path("value").asText()));
        }
        return values.getOrDefault(name, "");
    }

    /** Takes {@code --name value} and {@code --name=value}. */
    private static String argument(JsonNode set, String name) {
        List<String> words = new ArrayList<>();
        for (JsonNode container : set.at("/spec/template/spec/containers")) {
            container.path("command").forEach(word -> words.add(word.asText()));
            container.path("args").forEach(word -> words.add(word.asText()));
        }
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).startsWith(name + "=")) {
                return words.get(i).substring(name.length() + 1);
            }
            if (words.get(i).equals(name) && i + 1 < words.size()) {
                return words.get(i + 1);
            }
        }
        return "";
    }
}
