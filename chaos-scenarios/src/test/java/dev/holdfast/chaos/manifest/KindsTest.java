package dev.holdfast.chaos.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.document.DocumentException;
import dev.holdfast.chaos.document.YamlDocuments;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind has documents that pass, and every rule has one that it refuses, with the field named. */
class KindsTest {

    /** A document in one line: the kind, its specification in YAML's flow style, and what is said of it. */
    record Case(String kind, String spec, String said) {

        static Case of(String line) {
            String[] parts = line.split(" +\\| +", 3);
            return new Case(parts[0].strip(), parts[1].replace("PODS", PODS), parts.length > 2 ? parts[2] : "");
        }

        @Override
        public String toString() {
            return kind + " " + spec;
        }
    }

    private static final String PODS = "mode: all, selector: { labelSelectors: { app: a } }";

    private static Statement check(String kind, String spec) {
        String text = "apiVersion: chaos-mesh.org/v1alpha1\nkind: " + kind + "\nmetadata: { name: x }\nspec: { " + spec
                + " }\n";
        return ManifestCheck.check(YamlDocuments.parse("m.yaml", text).get(0));
    }

    static List<Case> sound() {
        return cases("sound.txt");
    }

    static List<Case> broken() {
        return cases("broken.txt");
    }

    /** Reads a file beside this class, without its empty lines and comments. */
    private static List<Case> cases(String name) {
        try (InputStream in = Objects.requireNonNull(KindsTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Case::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("read " + name, e);
        }
    }

    @ParameterizedTest
    @MethodSource("sound")
    void a_document_that_chaos_mesh_takes_is_sound(Case sound) {
        assertThat(check(sound.kind(), sound.spec()).execution().toString()).startsWith(sound.said());
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_document_is_refused_with_the_field_named(Case broken) {
        assertThatThrownBy(() -> check(broken.kind(), broken.spec()))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("m.yaml:")
                .hasMessageContaining(": " + broken.said());
    }

    @Test
    void each_of_the_23_kinds_has_sound_documents_and_broken_ones() {
        assertThat(kinds(sound())).hasSize(23).isEqualTo(kinds(broken()));
    }

    private static Set<String> kinds(List<Case> cases) {
        return cases.stream().map(Case::kind).collect(Collectors.toCollection(TreeSet::new));
    }
}
