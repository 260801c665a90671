package dev.holdfast.chaos.fault.clock;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The memory of a process, as {@code /proc/PID/mem} shows it. Writing there changes the process's own copy of a page even
 * where the process may not write. Source: proc_pid_mem(5).
 */
final class ProcessMemory implements AutoCloseable {

    /** A part of the address space, without its end. */
    record Range(long start, long end) {

        boolean contains(long address) {
            return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
        }

        int length() {
            return Math.toIntExact(end - start);
        }
    }

    private final long pid;
    private final RandomAccessFile file;

    private ProcessMemory(long pid, RandomAccessFile file) {
        this.pid = pid;
        this.file = file;
    }

    /** Opens the memory for reading and, when {@code mode} is rw, writing. */
    static ProcessMemory open(long pid, String mode) {
        try {
            return new ProcessMemory(pid, new RandomAccessFile("/proc/" + pid + "/mem", mode));
        } catch (IOException e) {
            throw new NotSkewable("the memory of process " + pid + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Returns where the vDSO of the process is. */
    Range vdso() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/maps"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.endsWith("[vdso]"))
                    .map(ProcessMemory::range)
                    .findFirst()
                    .orElseThrow(() -> new NotSkewable("process " + pid + " has no vDSO"));
        } catch (IOException | UncheckedIOException e) {
            throw new NotSkewable("the map of process " + pid + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Range range(String line) {
        int dash = line.indexOf('-');
        return new Range(
                Long.parseUnsignedLong(line.substring(0, dash), 16),
                Long.parseUnsignedLong(line.substring(dash + 1, line.indexOf(' ')), 16));
    }

    byte[] read(Range range) {
        try {
            byte[] bytes = new byte[range.length()];
            file.seek(range.start());
            file.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new NotSkewable("the memory of process " + pid + " cannot be read: " + e.getMessage(), e);
        }
    }

    void write(Range range, byte[] bytes) {
        try {
            file.seek(range.start());
            file.write(bytes);
        } catch (IOException e) {
            throw new NotSkewable("the memory of process " + pid + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("close the memory of process " + pid, e);
        }
    }
}
