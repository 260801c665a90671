package dev.holdfast.chaos.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What can be asked of and done to a process that this program started. */
final class Processes {

    private static final Duration DEATH_BOUND = Duration.ofSeconds(10);
    private static final Duration STOP_BOUND = Duration.ofSeconds(2);
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

    private Processes() {}

    static ProcessState state(@Nullable Process process) {
        return process == null || !process.isAlive() ? ProcessState.GONE : state(process.pid());
    }

    /** Source: proc(5), third field of /proc/PID/stat, after the name in parentheses. */
    private static ProcessState state(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"), StandardCharsets.ISO_8859_1);
            return switch (stat.charAt(stat.lastIndexOf(')') + 2)) {
                case 'T', 't' -> ProcessState.STOPPED;
                case 'Z', 'X', 'x' -> ProcessState.GONE;
                default -> ProcessState.RUNNING;
            };
        } catch (IOException e) {
            return ProcessState.GONE;
        }
    }

    /** Sends the signal; for SIGSTOP and SIGCONT returns when the kernel shows its effect. */
    static void signal(Process process, int signal) {
        String pid = String.valueOf(process.pid());
        // the shell's own kill: the program of that name is not on every system
        Command.of("sh", "-c", "kill -\"$0\" \"$1\"", String.valueOf(signal), pid)
                .run();
        if (signal != SIGSTOP && signal != SIGCONT) {
            return;
        }
        boolean stopped = signal == SIGSTOP;
        try {
            if (!Deadline.in(STOP_BOUND).await(() -> (state(process) == ProcessState.STOPPED) == stopped)) {
                throw new ClusterException("signal " + signal + " to process " + pid + ": sent, but after " + STOP_BOUND
                        + " its state is " + state(process));
            }
        } catch (InterruptedException e) {
            throw interrupted("signal " + signal + " to process " + pid, e);
        }
    }

    /** Ends the process: SIGTERM and the grace period where it is positive, then SIGKILL; returns when it is gone. */
    static void end(Process process, Duration grace) {
        try {
            if (!grace.isZero()) {
                process.destroy();
                if (process.waitFor(grace.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
            process.destroyForcibly();
            if (!process.waitFor(DEATH_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ClusterException("kill process " + process.pid() + ": still there " + DEATH_BOUND
                        + " after SIGKILL, state " + state(process));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw interrupted("end process " + process.pid(), e);
        }
    }

    static boolean isNamed(Process process, Launch launch, String name) {
        return name.equals(launch.container())
                || name.equals(launch.program())
                || name.equals(String.valueOf(process.pid()))
                || name.equals(shortName(process.pid()));
    }

    private static String shortName(long pid) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), "comm"))
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    static String lastLines(Path log, int count) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            return "(no log at " + log + ")";
        }
    }

    static ClusterException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ClusterException(what + ": interrupted; it may have happened", cause);
    }
}
