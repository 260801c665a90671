package dev.holdfast.reports.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The named values of an event, in the order written. Accessors without {@code find} throw {@link BadHistory} when absent. */
public record Values(Map<String, Object> fields) {
    private static final Values NONE = new Values(Map.of());

    public Values {
        fields.forEach(Values::requireJson);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    public static Values none() {
        return NONE;
    }

    public static Values of(String name, Object value) {
        return new Values(Map.of(name, value));
    }

    /** Returns these values and one more, which replaces a field of the same name. */
    public Values with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Values(more);
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    public long number(String name) {
        Object value = require(name);
        if (value instanceof Number number && isWhole(number)) {
            return number.longValue();
        }
        throw wrong(name, "a whole number");
    }

    public String text(String name) {
        if (require(name) instanceof String text) {
            return text;
        }
        throw wrong(name, "a text");
    }

    public boolean flag(String name) {
        if (require(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name, "true or false");
    }

    public OptionalLong findNumber(String name) {
        return has(name) ? OptionalLong.of(number(name)) : OptionalLong.empty();
    }

    public Optional<String> findText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /** Returns the flag, or false when the field is absent. */
    public boolean isSet(String name) {
        return has(name) && flag(name);
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Returns the values as one line for people: {@code token=7 holder=client-1}. */
    public String words() {
        StringBuilder words = new StringBuilder();
        fields.forEach((name, value) -> words.append(words.isEmpty() ? "" : " ")
                .append(name)
                .append('=')
                .append(value));
        return words.toString();
    }

    private Object require(String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw new BadHistory("value has no field '" + name + "'; it has " + fields.keySet());
        }
        return value;
    }

    private BadHistory wrong(String name, String rule) {
        return new BadHistory("field '" + name + "' must be " + rule + ", but is '" + fields.get(name) + "'");
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }

    private static void requireJson(String name, Object value) {
        boolean known = value instanceof String
                || value instanceof Boolean
                || value instanceof Double
                || value instanceof List
                || value instanceof Map
                || (value instanceof Number number && isWhole(number));
        if (!known) {
            throw new IllegalArgumentException("value of '" + name
                    + "' must be a text, a number, a flag, a list or a map, but is a "
                    + value.getClass().getName());
        }
    }
}
