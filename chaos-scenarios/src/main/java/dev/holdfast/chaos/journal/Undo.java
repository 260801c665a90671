package dev.holdfast.chaos.journal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.UserCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What takes back a change to the machine that outlives the process that made it. Idempotent: it may be carried out though
 * the change was never made, or was taken back already.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "undo")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Undo.DetachLoop.class, name = "detach-loop"),
    @JsonSubTypes.Type(value = Undo.RemoveControlGroup.class, name = "remove-control-group"),
    @JsonSubTypes.Type(value = Undo.RemoveFolder.class, name = "remove-folder")
})
public sealed interface Undo {

    /** Takes the change back; throws an unchecked exception that says what stood in the way. */
    void carryOut();

    /** Returns whether nothing of the change is left, looked at now. */
    @JsonIgnore
    boolean isDone();

    /** Returns the change in words: what is left of it while it is not done. */
    String text();

    /**
     * Frees the loop device that shows a file as a disk; a device that shows another file by now is left alone.
     *
     * @param device  such as {@code /dev/loop3}
     * @param backing the file
     */
    record DetachLoop(Path device, Path backing) implements Undo {

        @Override
        public void carryOut() {
            if (!isDone()) {
                Command.of("losetup", "--detach", device.toString()).run("");
            }
        }

        @Override
        public boolean isDone() {
            Path shown = Path.of("/sys/block").resolve(device.getFileName()).resolve("loop/backing_file");
            try {
                return !Files.exists(shown) || !Files.readString(shown).strip().equals(backing.toString());
            } catch (IOException e) {
                // it went while it was being looked at
                return !Files.exists(shown);
            }
        }

        @Override
        public String text() {
            return "loop device " + device + " shows " + backing;
        }
    }

    /** Removes a control group, which must have no process any more. */
    record RemoveControlGroup(Path folder) implements Undo {

        @Override
        public void carryOut() {
            try {
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                throw new UncheckedIOException("remove control group " + folder, e);
            }
        }

        @Override
        public boolean isDone() {
            return !Files.exists(folder);
        }

        @Override
        public String text() {
            return "control group " + folder;
        }
    }

    /** Removes a folder that a run made, with what is in it. */
    record RemoveFolder(Path folder) implements Undo {

        @Override
        public void carryOut() {
            UserCache.remove(folder);
        }

        @Override
        public boolean isDone() {
            return !Files.exists(folder);
        }

        @Override
        public String text() {
            return "folder " + folder;
        }
    }
}
