package dev.holdfast.bench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file of results: a line that says of what, and then each sample as it is taken. */
public final class Results {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private Results(Path file) {
        this.file = file;
    }

    /** Begins a file, with what was run, when and on what. */
    public static Results begin(Path file, Map<String, Object> facts) {
        Results results = new Results(file);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            results.append(Map.of("run", facts));
        } catch (IOException e) {
            throw new UncheckedIOException("begin the results " + file, e);
        }
        return results;
    }

    public void add(Sample sample) {
        try {
            append(sample);
        } catch (IOException e) {
            throw new UncheckedIOException("write a result to " + file, e);
        }
    }

    private void append(Object line) throws IOException {
        Files.writeString(
                file,
                JSON.writeValueAsString(line) + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    /**
     * What a file holds.
     *
     * @param runs the facts of each run, in order
     */
    public record Content(List<Map<String, Object>> runs, List<Sample> samples) {

        public Content {
            runs = List.copyOf(runs);
            samples = List.copyOf(samples);
        }
    }

    /** Reads files that {@link #begin} began. */
    public static Content read(List<Path> files) {
        List<Map<String, Object>> runs = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (Path file : files) {
            try {
                for (String line : Files.readAllLines(file)) {
                    read(line, runs, samples);
                }
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("results " + file + ": " + e.getOriginalMessage(), e);
            } catch (IOException e) {
                throw new UncheckedIOException("read the results " + file, e);
            }
        }
        return new Content(runs, samples);
    }

    private static void read(String line, List<Map<String, Object>> runs, List<Sample> samples)
            throws JsonProcessingException {
        var tree = JSON.readTree(line);
        if (tree.has("run")) {
            runs.add(JSON.convertValue(tree.get("run"), new com.fasterxml.jackson.core.type.TypeReference<>() {}));
        } else {
            samples.add(JSON.treeToValue(tree, Sample.class));
        }
    }
}
