package dev.holdfast.chaos.fault.clock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The threads of a process, as {@code /proc/PID/task} shows them. Source: proc_pid_stat(5), proc_pid_syscall(5). */
record ProcessTasks(long pid) {

    private static final String STOPPED = "Tt";
    private static final String ENDED = "ZXx";

    /** Returns whether each thread is stopped or has ended; not so when the process is gone. */
    boolean areStopped() {
        List<Path> tasks = tasks();
        return !tasks.isEmpty() && tasks.stream().allMatch(task -> isIn(task, STOPPED + ENDED));
    }

    /** Returns whether a thread of a process that stands still would go on within the range. */
    boolean isAnyWithin(ProcessMemory.Range range) {
        return tasks().stream()
                .filter(task -> !isIn(task, ENDED))
                .anyMatch(task -> range.contains(programCounter(task)));
    }

    private List<Path> tasks() {
        List<Path> tasks = new ArrayList<>();
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            folder.forEach(tasks::add);
        } catch (IOException | DirectoryIteratorException e) {
            // the process is gone, or is going
            return List.of();
        }
        return tasks;
    }

    private static boolean isIn(Path task, String states) {
        try {
            String stat = Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
            return states.indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (IOException e) {
            // a thread that has ended since the folder was listed
            return states.contains(ENDED);
        }
    }

    /** The last word of the line is the program counter, unless the thread runs. */
    private static long programCounter(Path task) {
        try {
            String line = Files.readString(task.resolve("syscall"), StandardCharsets.ISO_8859_1)
                    .strip();
            int hex = line.lastIndexOf("0x");
            if (hex < 0) {
                throw new NotSkewable("where thread " + task + " stands cannot be told: '" + line + "'");
            }
            return Long.parseUnsignedLong(line.substring(hex + 2), 16);
        } catch (IOException e) {
            throw new UncheckedIOException("read where thread " + task + " stands", e);
        }
    }
}
