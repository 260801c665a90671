package dev.holdfast.chaos.document;

import java.math.BigInteger;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a document with its path and its place. Each method takes it as one type and throws {@link DocumentException}
 * when it is another. Nothing is converted: a quoted number is a string, an unquoted one is not.
 */
public final class Field {

    private static final Map<Tag, String> TYPES = Map.of(
            Tag.STR, "a string",
            Tag.INT, "an integer",
            Tag.FLOAT, "a number",
            Tag.BOOL, "a boolean",
            Tag.NULL, "nothing",
            Tag.MAP, "a mapping",
            Tag.SEQ, "a list",
            Tag.TIMESTAMP, "a time");

    private final String file;
    private final String path;
    private final Node node;
    private final Position keyPosition;

    Field(String file, String path, Node node, Position keyPosition) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.keyPosition = keyPosition;
    }

    /** Returns the path from the document's root, such as {@code spec.faults[0].at}. */
    public String path() {
        return path;
    }

    /** Returns where the value starts. */
    public Position position() {
        return Position.of(file, node.getStartMark());
    }

    /** Returns an error about this value, to be thrown. */
    public DocumentException error(String problem) {
        return new DocumentException(position(), path, problem);
    }

    /** Returns an error about the key of this value, to be thrown. */
    public DocumentException keyError(String problem) {
        return new DocumentException(keyPosition, path, problem);
    }

    /** Takes a mapping that has no other fields than these. */
    public Mapping mapping(String... known) {
        Map<String, Field> entries = entries();
        Set<String> names = Set.of(known);
        for (Map.Entry<String, Field> entry : entries.entrySet()) {
            if (!names.contains(entry.getKey())) {
                throw entry.getValue().keyError("unknown field" + Nearest.hint(entry.getKey(), names));
            }
        }
        return new Mapping(this, entries, names);
    }

    /** Takes a mapping of free names, in the order of the file. */
    public Map<String, Field> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw wrongType("a mapping");
        }
        Map<String, Field> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Position at = Position.of(file, tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new DocumentException(at, path, "a key that is no scalar");
            }
            String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            Field former = entries.put(key.getValue(), new Field(file, below, tuple.getValueNode(), at));
            if (former != null) {
                throw new DocumentException(at, below, "given twice; first in line " + former.keyPosition.line());
            }
        }
        return entries;
    }

    /** Takes a mapping from free names to strings. */
    public Map<String, String> strings() {
        Map<String, String> strings = new LinkedHashMap<>();
        entries().forEach((name, field) -> strings.put(name, field.string()));
        return strings;
    }

    /** Takes a list. */
    public List<Field> list() {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrongType("a list");
        }
        List<Field> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            Position at = Position.of(file, item.getStartMark());
            items.add(new Field(file, path + "[" + items.size() + "]", item, at));
        }
        return items;
    }

    /** Takes a list, each item as the function takes it. */
    public <T> List<T> list(Function<Field, T> item) {
        return list().stream().map(item).toList();
    }

    public String string() {
        return scalar(Tag.STR, "a string");
    }

    public boolean isEmptyString() {
        return node.getTag().equals(Tag.STR)
                && node instanceof ScalarNode scalar
                && scalar.getValue().isEmpty();
    }

    /** Takes a string that says something. */
    public String text() {
        String text = string();
        if (text.isBlank()) {
            throw error("must not be blank");
        }
        return text;
    }

    public boolean bool() {
        String text = scalar(Tag.BOOL, "true or false").toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            throw error("expected true or false, given " + text);
        }
        return text.equals("true");
    }

    /** Takes a decimal integer within the bounds, both included. */
    public int integer(int least, int most) {
        String text = scalar(Tag.INT, "an integer");
        int value;
        try {
            value = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw error("expected a decimal integer from " + least + " to " + most + ", given " + text);
        }
        if (value < least || value > most) {
            throw error("expected " + least + " to " + most + ", given " + value);
        }
        return value;
    }

    /** Takes an integer within the bounds, both included; as in YAML 1.1, a leading 0 makes it octal. */
    public long whole(long least, long most) {
        String text = scalar(Tag.INT, "an integer");
        BigInteger value;
        try {
            value = Integers.parse(text);
        } catch (NumberFormatException e) {
            throw error("expected an integer, given " + text);
        }
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            String bounds = most == Long.MAX_VALUE ? least + " or more" : least + " to " + most;
            throw error("expected " + bounds + ", given " + value);
        }
        return value.longValueExact();
    }

    /** Takes a point in time as RFC 3339 writes it, quoted or not. */
    public OffsetDateTime time() {
        String text = node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.TIMESTAMP)
                ? scalar.getValue()
                : string();
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeParseException e) {
            throw error("expected a time such as 2026-01-31T10:00:00Z, given '" + text + "'");
        }
    }

    public boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    /** Returns whether this says as much as an absent field: nothing, an empty value, false or 0. */
    public boolean isZero() {
        if (node instanceof ScalarNode scalar) {
            return isNull()
                    || isEmptyString()
                    || (scalar.getTag().equals(Tag.BOOL) && !bool())
                    || (scalar.getTag().equals(Tag.INT) && whole(Long.MIN_VALUE, Long.MAX_VALUE) == 0);
        }
        return node instanceof CollectionNode<?> collection
                && collection.getValue().isEmpty();
    }

    /** Takes a Go duration that is zero or longer. */
    public Duration duration() {
        Duration duration = goDuration();
        if (duration.isNegative()) {
            throw error("must not be negative, given '" + string() + "'");
        }
        return duration;
    }

    /** Takes a Go duration that is longer than zero. */
    public Duration positiveDuration() {
        Duration duration = goDuration();
        if (duration.isNegative() || duration.isZero()) {
            throw error("must be longer than zero, given '" + string() + "'");
        }
        return duration;
    }

    /** Takes one of these words, and returns what the word stands for. */
    public <T> T oneOf(Map<String, T> words) {
        T value = words.get(string());
        if (value == null) {
            String known = words.keySet().stream().sorted().collect(Collectors.joining(", "));
            throw error("unknown value '" + string() + "'; expected one of " + known);
        }
        return value;
    }

    private Duration goDuration() {
        // 0 alone is a Go duration and, in YAML, an integer
        String text = node instanceof ScalarNode scalar && scalar.getValue().equals("0") ? "0" : string();
        try {
            return GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw error(String.valueOf(e.getMessage()));
        }
    }

    private String scalar(Tag tag, String expected) {
        if (!(node instanceof ScalarNode scalar) || !scalar.getTag().equals(tag)) {
            throw wrongType(expected);
        }
        return scalar.getValue();
    }

    private DocumentException wrongType(String expected) {
        String given = TYPES.getOrDefault(node.getTag(), "a value tagged " + node.getTag());
        String value = node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
                ? " (" + scalar.getValue() + ")"
                : "";
        boolean unquoted = expected.equals("a string") && node instanceof ScalarNode && !value.isEmpty();
        return error("expected " + expected + ", given " + given + value + (unquoted ? "; quote it" : ""));
    }
}
