package dev.holdfast.bench.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A worker's answer to an order: {@code ok name=value name=value}. */
public record Reply(Map<String, String> values) {

    public Reply {
        values = Map.copyOf(values);
    }

    static Reply parse(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : line.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return new Reply(values);
    }

    public long number(String name) {
        return Long.parseLong(Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new IllegalArgumentException("no '" + name + "' in the answer " + values)));
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }
}
