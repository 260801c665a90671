package dev.holdfast.chaos.k8s;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One YAML document of a file. */
record KubernetesDocument(Path file, JsonNode content) {

    static final Path FOLDER = Path.of("..", "k8s");
    static final Path SCENARIOS = Path.of("scenarios");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Returns what an API server tells types by: group, version and kind. */
    String type() {
        return content.path("apiVersion").asText() + '/' + content.path("kind").asText();
    }

    String name() {
        return content.at("/metadata/name").asText();
    }

    @Override
    public String toString() {
        return type() + ' ' + name() + " in " + file;
    }

    /** Reads every document of every YAML file below a folder, in the order of the files' names. */
    static List<KubernetesDocument> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(file -> of(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("list the files below " + folder, e);
        }
    }

    static List<KubernetesDocument> of(Path file) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
            return documents.readAll().stream()
                    .map(content -> new KubernetesDocument(file, content))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("read " + file, e);
        }
    }

    static JsonNode parse(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("read the text of a test", e);
        }
    }
}
