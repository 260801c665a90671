package dev.holdfast.chaos.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines to and from a client pod. They go through pipes, which no network fault reaches. When the pod is replaced or its
 * container restarted, the lines go on with the new process.
 */
public final class ClientProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ClientProcess.class);

    private final LocalPod pod;

    ClientProcess(LocalPod pod) {
        this.pod = pod;
    }

    /** Returns the pod's name. */
    public String pod() {
        return pod.name();
    }

    /** Writes one line to the standard input of the process that runs now; blocks while a stopped one does not read. */
    public void send(String line) {
        Process process = pod.current();
        if (process == null) {
            throw new ClusterException("send '" + line + "' to pod '" + pod.name() + "': it has no process");
        }
        OutputStream input = process.getOutputStream();
        synchronized (input) {
            try {
                input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                input.flush();
            } catch (IOException e) {
                throw new ClusterException(
                        "send '" + line + "' to pod '" + pod.name() + "': its process does not read", e);
            }
        }
    }

    /** Hands each line of a process's standard output to the listener, on a thread that ends with the process. */
    static void readLines(String pod, Process process, Consumer<String> onLine) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            onLine.accept(line);
                        }
                    } catch (IOException e) {
                        LOG.debug("output ended pod={}", pod, e);
                    }
                },
                "lines-" + pod);
        reader.setDaemon(true);
        reader.start();
    }
}
