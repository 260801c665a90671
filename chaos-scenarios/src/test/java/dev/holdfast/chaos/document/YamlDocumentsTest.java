package dev.holdfast.chaos.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class YamlDocumentsTest {

    @TempDir
    Path folder;

    @Test
    void a_file_of_several_documents_gives_each_with_its_place() {
        List<Field> documents = YamlDocuments.parse("a.yaml", "a: 1\n---\n---\nb: two\n");

        assertThat(documents).hasSize(2);
        assertThat(documents.get(1).position()).isEqualTo(new Position("a.yaml", 4, 1));
        assertThat(documents.get(1).mapping("b").required("b").string()).isEqualTo("two");
    }

    @Test
    void values_come_out_as_their_types() {
        Field root = YamlDocuments.parse("a.yaml", "i: 3\nb: true\nd: 1m\nz: 0\nl: [x, y]\nm: { k: v }\ns: \"3\"\n")
                .get(0);
        Mapping mapping = root.mapping("i", "b", "d", "z", "l", "m", "s", "absent");

        assertThat(mapping.required("i").integer(0, 9)).isEqualTo(3);
        assertThat(mapping.required("b").bool()).isTrue();
        assertThat(mapping.required("d").duration()).isEqualTo(Duration.ofMinutes(1));
        assertThat(mapping.required("z").duration()).isZero();
        assertThat(mapping.required("l").list(Field::string)).containsExactly("x", "y");
        assertThat(mapping.required("m").strings()).isEqualTo(Map.of("k", "v"));
        assertThat(mapping.required("s").string()).isEqualTo("3");
        assertThat(mapping.optional("absent")).isEmpty();
    }

    static List<Arguments> broken() {
        Consumer<Field> nothing = field -> {};
        return List.of(
                broken("a: 1\nab: 2\n", f -> f.mapping("a", "abc"), "2:1: ab: unknown field; did you mean 'abc'?"),
                broken("zzz: 1\n", f -> f.mapping("one", "two"), "1:1: zzz: unknown field; known: one, two"),
                broken("zzz: 1\n", f -> f.mapping(), "1:1: zzz: unknown field; no field is known here"),
                broken("a:\n  x: 1\n  x: 2\n", f -> in(f).mapping("x"), "3:3: a.x: given twice; first in line 2"),
                broken("a: 1\n", f -> f.mapping("a", "b").required("b"), "1:1: missing field 'b'"),
                broken("a: 1\n", f -> in(f).string(), "1:4: a: expected a string, given an integer (1); quote it"),
                broken("a: on\n", f -> in(f).string(), "1:4: a: expected a string, given a boolean (on); quote it"),
                broken("a: on\n", f -> in(f).bool(), "1:4: a: expected true or false, given on"),
                broken("a:\n", f -> in(f).string(), "1:3: a: expected a string, given nothing"),
                broken("a: []\n", f -> in(f).string(), "1:4: a: expected a string, given a list"),
                broken("a: x\n", f -> in(f).list(), "1:4: a: expected a list, given a string (x)"),
                broken("a: x\n", f -> in(f).entries(), "1:4: a: expected a mapping, given a string (x)"),
                broken("a: ''\n", f -> in(f).text(), "1:4: a: must not be blank"),
                broken("a: 10\n", f -> in(f).integer(1, 9), "1:4: a: expected 1 to 9, given 10"),
                broken(
                        "a: 0x1F\n",
                        f -> in(f).integer(1, 9),
                        "1:4: a: expected a decimal integer from 1 to 9, given 0x1F"),
                broken("a: 5\n", f -> in(f).duration(), "1:4: a: expected a string, given an integer (5); quote it"),
                broken("a: 5x\n", f -> in(f).duration(), "1:4: a: not a Go duration such as 300ms, 1.5s or 1h2m: '5x'"),
                broken("a: -5s\n", f -> in(f).duration(), "1:4: a: must not be negative, given '-5s'"),
                broken("a: 0s\n", f -> in(f).positiveDuration(), "1:4: a: must be longer than zero, given '0s'"),
                broken(
                        "a: [x, 1]\n",
                        f -> in(f).list(Field::string),
                        "1:8: a[1]: expected a string, given an integer (1); quote it"),
                broken(
                        "a: b\n",
                        f -> in(f).oneOf(Map.of("x", 1, "y", 2)),
                        "1:4: a: unknown value 'b'; expected one of x, y"),
                broken(
                        "a: !!set {x}\n",
                        f -> in(f).string(),
                        "1:4: a: expected a string, given a value tagged tag:yaml.org,2002:set"),
                broken("? [a]\n: b\n", f -> f.mapping("a"), "1:3: a key that is no scalar"),
                broken("", nothing, "1:1: empty file; expected at least one document"),
                broken("# a remark\n---\n", nothing, "1:1: empty file; expected at least one document"),
                broken("a:\n\tb: 1\n", nothing, "2:1: a tab; YAML is indented with spaces"),
                broken("a: [1\nb: 2\n", nothing, "2:2: not well-formed YAML: expected ',' or ']', but got"),
                broken("a: *b\n", nothing, "1:4: not well-formed YAML: found undefined alias b"),
                broken("a: 1\nb: \u0007\n", nothing, "2:4: character U+0007 is not allowed in YAML"),
                broken("x: &x [1]\ny: [" + "*x, ".repeat(30) + "]\n", nothing, "1:1: refused: Number of aliases"),
                broken("[".repeat(200), nothing, "1:1: refused: Nesting Depth exceeded"));
    }

    private static Arguments broken(String yaml, Consumer<Field> consumer, String message) {
        return Arguments.of(yaml, consumer, message);
    }

    private static Field in(Field root) {
        return root.mapping("a").required("a");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_document_gives_its_place_and_its_problem(String yaml, Consumer<Field> consumer, String message) {
        assertThatThrownBy(() ->
                        consumer.accept(YamlDocuments.parse("f.yaml", yaml).get(0)))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("f.yaml:" + message);
    }

    @Test
    void a_file_that_is_not_utf_8_is_refused_at_the_byte() throws IOException {
        Path file = Files.write(folder.resolve("f.yaml"), "a: 1\nb: \u00e4\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> YamlDocuments.read(file)).hasMessage("f.yaml:2:4: not UTF-8: byte 9");
    }

    @Test
    void a_file_that_is_too_large_is_refused_unread() throws IOException {
        Path file = Files.writeString(folder.resolve("f.yaml"), "#".repeat(YamlDocuments.MAX_BYTES + 1));

        assertThatThrownBy(() -> YamlDocuments.read(file))
                .hasMessage("f.yaml:1:1: file of 262145 bytes; the most is 262144");
    }

    @Test
    void a_file_that_is_absent_is_refused() {
        assertThatThrownBy(() -> YamlDocuments.read(folder.resolve("f.yaml")))
                .isInstanceOf(DocumentException.class)
                .hasMessageStartingWith("f.yaml:1:1: file cannot be read");
    }
}
