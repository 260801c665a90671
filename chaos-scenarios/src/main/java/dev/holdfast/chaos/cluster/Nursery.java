package dev.holdfast.chaos.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Starts the processes of pods, all on one thread that lives as long as the cluster: the kernel can tie a process to the
 * thread that started it, and that must not be a passing one.
 */
final class Nursery implements AutoCloseable {

    private final Fabric fabric;
    private final Path logs;
    private final ExecutorService thread;

    Nursery(Fabric fabric, Path logs, String run) {
        this.fabric = fabric;
        this.logs = logs;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, "nursery-" + run);
            made.setDaemon(true);
            return made;
        });
    }

    /** The file that a pod's log goes to. */
    Path log(String pod) {
        return logs.resolve(pod + ".log");
    }

    /** Starts a member: both streams go to its log. */
    Process startMember(LocalPod pod) {
        return spawn(pod, builder -> builder.redirectErrorStream(true).redirectOutput(appendTo(pod)));
    }

    /** Starts a client: standard error goes to its log, each line of standard output to the listener. */
    Process startClient(LocalPod pod, Consumer<String> onLine) {
        Process process = spawn(pod, builder -> builder.redirectError(appendTo(pod)));
        ClientProcess.readLines(pod.name(), process, onLine);
        return process;
    }

    private ProcessBuilder.Redirect appendTo(LocalPod pod) {
        return ProcessBuilder.Redirect.appendTo(log(pod.name()).toFile());
    }

    private Process spawn(LocalPod pod, Consumer<ProcessBuilder> streams) {
        Launch launch = pod.launch();
        List<String> command = fabric.inside(pod.name(), launch.command());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(launch.folder().toFile());
        builder.environment().putAll(launch.environment());
        streams.accept(builder);
        try {
            return thread.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new ClusterException(
                    "start '" + launch.program() + "' in pod '" + pod.name() + "': " + e.getCause(), e);
        } catch (InterruptedException e) {
            throw Processes.interrupted("start '" + launch.program() + "' in pod '" + pod.name() + "'", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
