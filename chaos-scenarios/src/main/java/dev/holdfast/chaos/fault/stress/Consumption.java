package dev.holdfast.chaos.fault.stress;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What processes have taken of the machine, by the kernel's account.
 *
 * @param burntNanos  processor time
 * @param waitedNanos time in which they could have run and another did
 */
record Consumption(long burntNanos, long waitedNanos, long residentBytes) {

    private static final Consumption NOTHING = new Consumption(0, 0, 0);

    /** Adds up what processes have taken; one that has ended counts nothing. */
    static Consumption of(List<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> of(Path.of("/proc", String.valueOf(process.pid()))))
                .reduce(NOTHING, Consumption::plus);
    }

    private static Consumption of(Path process) {
        Consumption sum = NOTHING;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
            for (Path task : tasks) {
                sum = sum.plus(scheduled(task));
            }
            return sum.plus(new Consumption(0, 0, resident(process)));
        } catch (IOException e) {
            return sum;
        }
    }

    /** Source: https://docs.kernel.org/scheduler/sched-stats.html, /proc/PID/schedstat. */
    private static Consumption scheduled(Path task) {
        try {
            String[] figures = Files.readString(task.resolve("schedstat"), StandardCharsets.ISO_8859_1)
                    .strip()
                    .split(" ", -1);
            return new Consumption(Long.parseLong(figures[0]), Long.parseLong(figures[1]), 0);
        } catch (IOException e) {
            return NOTHING;
        }
    }

    private static long resident(Path process) throws IOException {
        return Files.readAllLines(process.resolve("status"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .sum();
    }

    Consumption plus(Consumption other) {
        return new Consumption(
                burntNanos + other.burntNanos, waitedNanos + other.waitedNanos, residentBytes + other.residentBytes);
    }

    Consumption minus(Consumption other) {
        return new Consumption(
                burntNanos - other.burntNanos, waitedNanos - other.waitedNanos, residentBytes - other.residentBytes);
    }
}
