package dev.holdfast.chaos.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run must undo on this machine, written to disk before it is done. A run that is killed leaves its journal
 * behind, and the next one carries out what is open in it: see {@link Leftovers}. Safe for use by several threads.
 *
 * <p>A file of JSON lines, {@code {"number":1,"undo":{...}}} for each change and {@code {"number":1}} once it is taken
 * back. Its writer holds a lock on it for as long as it lives.
 */
public final class Journal implements AutoCloseable {

    static final String SUFFIX = ".journal";
    static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;

    @GuardedBy("this")
    private final Map<Integer, Undo> open = new LinkedHashMap<>();

    @GuardedBy("this")
    private int last;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Begins the journal of a run.
     *
     * @param folder where the journals of all runs of this user lie; made if it is not there
     * @param run    a name that no other run has
     */
    public static Journal begin(Path folder, String run) {
        Path file = folder.resolve(run + SUFFIX);
        try {
            Files.createDirectories(folder);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.READ);
            if (lock(channel) == null) {
                throw new IOException("another process has locked it");
            }
            return new Journal(file, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("begin the journal " + file + "; nothing was changed", e);
        }
    }

    /** Returns null if another process, or another journal of this one, has the lock. */
    static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Notes, safe from a crash when this returns, what undoes a change that is about to be made. */
    public synchronized Note note(Undo undo) {
        int number = ++last;
        write(new Line(number, undo));
        open.put(number, undo);
        return new Note(number, undo);
    }

    /** A change that was noted. */
    public final class Note {

        private final int number;
        private final Undo undo;

        private Note(int number, Undo undo) {
            this.number = number;
            this.undo = undo;
        }

        /** Takes the change back and looks whether it is; throws an unchecked exception that says what is left. */
        public void undo() {
            undo.carryOut();
            if (!undo.isDone()) {
                throw new IllegalStateException("not undone: " + undo.text());
            }
            undone(number);
        }
    }

    /** Returns the changes that are not taken back, in words. */
    public synchronized List<String> open() {
        return open.values().stream().map(Undo::text).toList();
    }

    private synchronized void undone(int number) {
        if (open.remove(number) != null) {
            write(new Line(number, null));
        }
    }

    private void write(Line line) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(JSON.writeValueAsString(line) + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("line of a journal without a JSON form: " + line, e);
        } catch (IOException e) {
            throw new UncheckedIOException("write to the journal " + file, e);
        }
    }

    /** Ends the journal: takes back what is open, newest first, and removes the file if nothing is left. */
    @Override
    public void close() {
        Map<Integer, Undo> left;
        synchronized (this) {
            left = new LinkedHashMap<>(open);
        }
        try (channel) {
            Leftovers.carryOut(left, file);
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("end the journal " + file, e);
        }
    }
}
