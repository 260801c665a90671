package dev.holdfast.chaos.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.chaos.cluster.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The overlays, as kustomize puts them together: by what they refer to, and by kustomize itself where it is installed. */
class OverlaysTest {

    private static final Duration BOUND = Duration.ofMinutes(1);

    static List<Path> overlays() throws IOException {
        try (Stream<Path> files = Files.walk(KubernetesDocument.FOLDER.resolve("overlays"))) {
            return files.filter(file -> file.endsWith("kustomization.yaml"))
                    .map(Path::getParent)
                    .filter(folder -> !folder.endsWith("settings"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void there_is_one_for_each_environment_and_store() throws IOException {
        assertThat(overlays()).hasSize(12);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void what_it_refers_to_is_there(Path overlay) {
        Set<Path> reached = new TreeSet<>();
        reach(overlay, reached);
        assertThat(reached).anyMatch(file -> file.endsWith("base/namespace.yaml"));
    }

    @Test
    void no_file_of_the_base_is_forgotten() throws IOException {
        Set<Path> reached = new TreeSet<>();
        overlays().forEach(overlay -> reach(overlay, reached));
        try (Stream<Path> files = Files.walk(KubernetesDocument.FOLDER.resolve("base"))) {
            assertThat(reached)
                    .containsAll(files.filter(Files::isRegularFile)
                            .map(Path::normalize)
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void kustomize_builds_it_and_each_document_is_sound(Path overlay, @TempDir Path folder) throws IOException {
        assumeTrue(
                hasKubectl(), "kubectl is not installed: what the overlays refer to is checked, building them is not");
        Command.Outcome built = new Command(List.of("kubectl", "kustomize", overlay.toString())).attempt("", BOUND);
        assertThat(built.exitCode()).as(built.output()).isZero();

        Path file = Files.writeString(folder.resolve("built.yaml"), built.output());
        List<KubernetesDocument> documents = KubernetesDocument.of(file);
        assertThat(documents)
                .hasSizeGreaterThan(7)
                .allSatisfy(document -> assertThat(
                                document.content().at("/metadata/namespace").asText())
                        .as("namespace of %s", document)
                        .isEqualTo(document.type().equals("v1/Namespace") ? "" : "holdfast"));
        documents.stream()
                .filter(document -> StrictTypes.has(document.type()))
                .forEach(document -> StrictTypes.read(document.type(), document.content()));
    }

    private static boolean hasKubectl() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
    }

    /** Notes every file that a kustomization takes in; fails at a reference to nothing. */
    private static void reach(Path folder, Set<Path> reached) {
        Path file = folder.resolve("kustomization.yaml").normalize();
        assertThat(file).isRegularFile();
        reached.add(file);
        JsonNode content = KubernetesDocument.of(file).get(0).content();
        for (String reference : references(content)) {
            Path target = folder.resolve(reference).normalize();
            assertThat(target).as("'%s' in %s", reference, file).exists();
            if (Files.isDirectory(target)) {
                reach(target, reached);
            } else {
                reached.add(target);
            }
        }
    }

    private static List<String> references(JsonNode kustomization) {
        List<String> references = new ArrayList<>();
        for (String list : List.of("resources", "components")) {
            kustomization.path(list).forEach(item -> references.add(item.asText()));
        }
        kustomization.path("patches").forEach(patch -> {
            if (patch.has("path")) {
                references.add(patch.path("path").asText());
            }
        });
        for (String list : List.of("configMapGenerator", "secretGenerator")) {
            kustomization
                    .path(list)
                    .forEach(generator -> generator.path("files").forEach(item -> {
                        String text = item.asText();
                        references.add(text.substring(text.indexOf('=') + 1));
                    }));
        }
        return references;
    }
}
