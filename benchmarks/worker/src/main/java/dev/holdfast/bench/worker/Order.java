package dev.holdfast.bench.worker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One line to a worker: a verb and its arguments, {@code verb name=value name=value}. No value has a space in it. */
record Order(String verb, Map<String, String> arguments) {

    Order {
        arguments = Map.copyOf(arguments);
    }

    static Order parse(String line) {
        String[] words = line.strip().split(" ", -1);
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("argument must read name=value, was '" + words[i] + "' in " + line);
            }
            arguments.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return new Order(words[0], arguments);
    }

    String text(String name) {
        String value = arguments.get(name);
        if (value == null) {
            throw new IllegalArgumentException("order '" + verb + "' needs " + name + ", has " + arguments);
        }
        return value;
    }

    long number(String name) {
        return Long.parseLong(text(name));
    }

    int count(String name) {
        return Integer.parseInt(text(name));
    }

    Duration millis(String name) {
        return Duration.ofMillis(number(name));
    }
}
