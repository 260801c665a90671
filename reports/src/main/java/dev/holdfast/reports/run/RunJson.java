package dev.holdfast.reports.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads and writes {@code run.json}. */
public final class RunJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

    private RunJson() {}

    public static void write(Path file, RunRecord run) {
        try {
            Files.writeString(file, PRETTY.writeValueAsString(run) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("write run facts to " + file + ": the file may be incomplete", e);
        }
    }

    /** Reads the file; throws {@link IllegalArgumentException} when it is not a valid run record. */
    public static RunRecord read(Path file) {
        try {
            return JSON.readValue(Files.readString(file), RunRecord.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("read run facts from " + file + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("read run facts from " + file + ": nothing was judged", e);
        }
    }
}
