package dev.holdfast.chaos.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.YamlDocuments;
import dev.holdfast.chaos.fault.SelectorReader;
import dev.holdfast.chaos.fault.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One Chaos Mesh document as it stands in a scenario, and the copy of it that is sent. */
final class Manifest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final String text;
    private final String namespace;

    Manifest(String text, String namespace) {
        this.text = text;
        this.namespace = namespace;
    }

    /** Returns the selection of the peers, where the document has one. */
    Optional<Targets> peers() {
        Field spec = entry(YamlDocuments.parse("manifest", text).get(0), "spec");
        return Optional.ofNullable(spec.entries().get("target"))
                .map(target -> new SelectorReader(namespace).selected(target.mapping("selector", "mode", "value")));
    }

    private static Field entry(Field mapping, String name) {
        return Optional.ofNullable(mapping.entries().get(name))
                .orElseThrow(() -> mapping.error("missing field '" + name + "'"));
    }

    /**
     * Returns the copy for a run. It names the pods instead of describing them, since Chaos Mesh draws without a seed; it has
     * no status, which an API server would store; and no duration, which counts from the object's creation rather than from
     * the injection: the run ends the fault by deleting it.
     *
     * @param peers none where the document has no selection of peers
     */
    ObjectNode copy(RunId run, String name, List<Pod> targets, List<Pod> peers) {
        ObjectNode copy = read();
        copy.remove("status");
        ObjectNode metadata = copy.withObject("/metadata");
        metadata.put("name", name).put("namespace", namespace);
        ObjectNode labels = metadata.withObject("/labels");
        new TreeMap<>(run.labels()).forEach(labels::put);
        ObjectNode spec = copy.withObject("/spec");
        spec.remove("duration");
        choose(spec, targets);
        if (spec.get("target") instanceof ObjectNode target) {
            choose(target, peers);
        }
        return copy;
    }

    private static void choose(ObjectNode spec, List<Pod> pods) {
        Map<String, ArrayNode> named = new TreeMap<>();
        for (Pod pod : pods) {
            named.computeIfAbsent(pod.namespace(), key -> YAML.createArrayNode())
                    .add(pod.name());
        }
        ObjectNode selector = spec.putObject("selector").putObject("pods");
        named.forEach(selector::set);
        spec.put("mode", "all").remove("value");
    }

    private ObjectNode read() {
        try {
            JsonNode read = YAML.readTree(text);
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("text: must be one Chaos Mesh document, given:\n" + text, e);
        }
        throw new IllegalArgumentException("text: must be one Chaos Mesh document, given:\n" + text);
    }

    /** Keeps what is sent, as YAML, beside the run's other files. */
    static void keep(JsonNode copy, Path folder) {
        Path file = folder.resolve(copy.at("/metadata/name").asText() + ".yaml");
        try {
            Files.writeString(
                    Files.createDirectories(folder).resolve(file.getFileName()), YAML.writeValueAsString(copy));
        } catch (IOException e) {
            throw new UncheckedIOException("keep the manifest that is sent, " + file, e);
        }
    }
}
