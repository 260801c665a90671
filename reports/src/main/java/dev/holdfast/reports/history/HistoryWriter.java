package dev.holdfast.reports.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends events to a history file, one line each, flushed at once. Safe for use by several threads. */
public final class HistoryWriter implements AutoCloseable {
    private final Path file;
    private final BufferedWriter out;
    private boolean closed;

    private HistoryWriter(Path file, BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /** Opens the file for appending and creates it when it does not exist. */
    public static HistoryWriter open(Path file) {
        try {
            return new HistoryWriter(
                    file,
                    Files.newBufferedWriter(
                            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new UncheckedIOException("open history " + file + " for appending: nothing was written", e);
        }
    }

    public void append(Event event) {
        write(EventLine.encode(event));
    }

    /** Appends a line that a client process printed; throws {@link BadHistory} and writes nothing when it is no event. */
    public void appendLine(String line) {
        append(EventLine.decode(line));
    }

    private synchronized void write(String line) {
        if (closed) {
            throw new IllegalStateException("history " + file + " is closed");
        }
        try {
            out.write(line);
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("append to history " + file + ": the last line may be cut off", e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("close history " + file + ": its lines were flushed before", e);
        }
    }
}
