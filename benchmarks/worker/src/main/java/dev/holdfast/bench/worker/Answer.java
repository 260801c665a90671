package dev.holdfast.bench.worker;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a worker found, as a line: {@code ok name=value name=value}. */
final class Answer {

    private final Map<String, String> values = new LinkedHashMap<>();

    Answer with(String name, long value) {
        values.put(name, String.valueOf(value));
        return this;
    }

    Answer with(Latencies latencies) {
        return with("ops", latencies.count())
                .with("meanNanos", latencies.meanNanos())
                .with("p50Nanos", latencies.percentileNanos(0.50))
                .with("p99Nanos", latencies.percentileNanos(0.99));
    }

    /** Adds a text, with what would break the line replaced. */
    Answer with(String name, String text) {
        values.put(name, text.replaceAll("[\\s=]+", "_"));
        return this;
    }

    String line() {
        StringBuilder line = new StringBuilder("ok");
        values.forEach(
                (name, value) -> line.append(' ').append(name).append('=').append(value));
        return line.toString();
    }
}
