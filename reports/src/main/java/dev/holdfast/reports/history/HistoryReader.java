package dev.holdfast.reports.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history file. Lines may be out of order. A bad line is an error that names it; only a last line that was cut off
 * (no line break after it) is tolerated, and counted in {@link History#truncatedLines}.
 */
public final class HistoryReader {
    private HistoryReader() {}

    public static History read(Path file) {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return read(file.toString(), in);
        } catch (IOException e) {
            throw new UncheckedIOException("read history " + file + ": nothing was judged", e);
        }
    }

    private static History read(String name, BufferedReader in) throws IOException {
        List<History.Numbered> events = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int number = 0;
        while (true) {
            boolean whole = nextLine(in, line);
            if (!whole && line.length() == 0) {
                return new History(events, 0);
            }
            number++;
            if (line.toString().isBlank()) {
                continue;
            }
            Event event = decode(name, number, line.toString(), whole);
            if (event == null) {
                return new History(events, 1);
            }
            events.add(new History.Numbered(number, event));
        }
    }

    /** Returns null for a last line that was cut off: the process that wrote it was killed in the middle. */
    private static @Nullable Event decode(String name, int number, String line, boolean whole) {
        try {
            return EventLine.decode(line);
        } catch (BadHistory e) {
            if (!whole) {
                return null;
            }
            throw new BadHistory("read history " + name + ", line " + number + ": " + e.getMessage(), e);
        }
    }

    /** Fills {@code line} and returns whether a line break ended it. */
    private static boolean nextLine(BufferedReader in, StringBuilder line) throws IOException {
        line.setLength(0);
        int c = in.read();
        while (c != -1 && c != '\n') {
            line.append((char) c);
            c = in.read();
        }
        return c == '\n';
    }
}
