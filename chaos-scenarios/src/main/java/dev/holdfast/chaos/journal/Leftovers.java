package dev.holdfast.chaos.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Undoes what runs that were killed have left behind. */
public final class Leftovers {

    private Leftovers() {}

    /**
     * Carries out what is open in the journals of runs that no longer live, newest change first.
     *
     * @param folder where the journals lie; need not exist
     * @param told   is told each change that was found and is taken back now
     * @throws IllegalStateException if something is left; the message says what, and the journal stays
     */
    public static void undo(Path folder, Consumer<String> told) {
        for (Path file : journals(folder)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                if (Journal.lock(channel) != null) {
                    undoOne(file, told);
                }
            } catch (NoSuchFileException e) {
                // its run has just ended by itself
            } catch (IOException e) {
                throw new UncheckedIOException("read the journal " + file, e);
            }
        }
    }

    private static void undoOne(Path file, Consumer<String> told) throws IOException {
        Map<Integer, Undo> open = read(file);
        open.values().stream()
                .filter(undo -> !undo.isDone())
                .forEach(undo -> told.accept("left by a run that was killed, undone now: " + undo.text()));
        carryOut(open, file);
        Files.deleteIfExists(file);
    }

    private static List<Path> journals(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + Journal.SUFFIX)) {
            List<Path> journals = new ArrayList<>();
            files.forEach(journals::add);
            Collections.sort(journals);
            return journals;
        } catch (IOException e) {
            throw new UncheckedIOException("look for journals in " + folder, e);
        }
    }

    /** Returns what is open. A last line that was being written when its writer was killed speaks of nothing done yet. */
    private static Map<Integer, Undo> read(Path file) throws IOException {
        Map<Integer, Undo> open = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            try {
                Line line = Journal.JSON.readValue(lines.get(i), Line.class);
                if (line.undo() == null) {
                    open.remove(line.number());
                } else {
                    open.put(line.number(), line.undo());
                }
            } catch (JsonProcessingException e) {
                if (i < lines.size() - 1) {
                    throw new IOException("line " + (i + 1) + " is no line of a journal", e);
                }
            }
        }
        return open;
    }

    /** Takes back all, newest first, whatever fails on the way; throws one exception that says what is left. */
    static void carryOut(Map<Integer, Undo> open, Path file) {
        List<Undo> newestFirst = new ArrayList<>(open.values());
        Collections.reverse(newestFirst);
        List<String> left = new ArrayList<>();
        RuntimeException cause = null;
        for (Undo undo : newestFirst) {
            try {
                undo.carryOut();
            } catch (RuntimeException e) {
                cause = cause == null ? e : cause;
            }
            if (!undo.isDone()) {
                left.add(undo.text());
            }
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("not undone: " + String.join("; ", left) + "; see " + file, cause);
        }
    }
}
