package dev.holdfast.chaos.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A program that carries out a fault beside the pods. It answers each line on its standard input with one line on its
 * standard output, and ends when its input does. Safe for use by several threads, whose questions go one at a time.
 */
public final class Sidecar implements AutoCloseable {

    private static final Duration ENDING = Duration.ofSeconds(5);
    /** Stands for the end of the output, which no answer looks like. */
    private static final String END = "\n";

    private final String name;
    private final Process process;
    private final Path log;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Sidecar(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a program.
     *
     * @param name    what errors call it
     * @param command as {@link Fabric#inside} returns it where it is to run at the place of a pod
     * @param log     the file that its standard error is appended to
     */
    public static Sidecar start(String name, List<String> command, Path log) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Sidecar sidecar = new Sidecar(name, process, log);
            Thread reader = new Thread(sidecar::read, "sidecar-" + name);
            reader.setDaemon(true);
            reader.start();
            return sidecar;
        } catch (IOException e) {
            throw new ClusterException("start '" + name + "': " + e.getMessage(), e);
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            // its end is all that there is to tell
        }
        answers.add(END);
    }

    /** Returns the id of the process. */
    public long pid() {
        return process.pid();
    }

    /** Sends a line and returns the answer to it; throws when the program ends or does not answer within the bound. */
    public synchronized String ask(String line, Duration bound) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new ClusterException("ask '" + name + "' to '" + line + "': it has ended; " + lastLines(), e);
        }
        return answer("answer to '" + line + "'", bound);
    }

    /** Returns the next line that the program prints unasked, such as that it is ready; throws as {@link #ask} does. */
    public synchronized String await(Duration bound) {
        return answer("first line", bound);
    }

    private String answer(String what, Duration bound) {
        try {
            String answer = answers.poll(bound.toMillis(), TimeUnit.MILLISECONDS);
            if (answer == null) {
                // a late answer would be taken for that to the next question
                process.destroyForcibly();
                throw new ClusterException(
                        "'" + name + "' gave no " + what + " within " + bound.toMillis() + " ms; it was killed");
            }
            if (answer.equals(END)) {
                answers.add(END);
                throw new ClusterException("'" + name + "' ended without " + what + "; " + lastLines());
            }
            return answer;
        } catch (InterruptedException e) {
            throw Processes.interrupted("wait for '" + name + "'", e);
        }
    }

    private String lastLines() {
        return "its last lines: " + Processes.lastLines(log, 5);
    }

    /** Ends the program: by the end of its input and SIGTERM, and by SIGKILL if that is not enough. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended already
        }
        Processes.end(process, ENDING);
    }
}
