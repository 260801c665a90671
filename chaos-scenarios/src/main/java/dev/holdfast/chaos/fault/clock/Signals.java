package dev.holdfast.chaos.fault.clock;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.Sidecar;
import dev.holdfast.chaos.fault.Tools;
import java.time.Duration;
import java.util.List;

/** Sends signals to processes, through a shell that is kept: to start one for each would keep a stopped process waiting. */
final class Signals implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final String LOOP =
            "while read -r signal pid; do kill -s \"$signal\" \"$pid\" && echo sent || echo refused; done";

    private final Sidecar shell;

    private Signals(Sidecar shell) {
        this.shell = shell;
    }

    static Signals start(Tools tools, String fault) {
        return new Signals(tools.start("signals-" + fault, List.of("sh", "-c", LOOP)));
    }

    /** Sends a signal by its name without SIG; returns whether the kernel took it. */
    boolean send(String signal, long pid) {
        return shell.ask(signal + " " + pid, BOUND).equals("sent");
    }

    /** Lets a stopped process go on, whatever has become of the shell; does nothing to one that is gone. */
    void proceed(long pid) {
        try {
            send("CONT", pid);
        } catch (ClusterException e) {
            Command.of("sh", "-c", "kill -s CONT \"$0\"", String.valueOf(pid)).attempt("", BOUND);
        }
    }

    @Override
    public void close() {
        shell.close();
    }
}
