package dev.holdfast.reports.verdict;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes {@code verdict.json}. */
public final class VerdictJson {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private VerdictJson() {}

    public static void write(Path file, Verdict verdict) {
        try {
            Files.writeString(file, PRETTY.writeValueAsString(verdict) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("write verdict to " + file + ": the file may be incomplete", e);
        }
    }

    /** Reads the file; throws {@link IllegalArgumentException} when it is not a verdict. */
    public static Verdict read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), Verdict.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("read verdict from " + file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("read verdict from " + file, e);
        }
    }
}
