package dev.holdfast.chaos.flow;

import dev.holdfast.chaos.cluster.Cluster;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.Role;
import dev.holdfast.chaos.workflow.Order;
import dev.holdfast.chaos.workflow.Outcome;
import dev.holdfast.chaos.workflow.TaskResult;
import dev.holdfast.chaos.workflow.TaskStep;
import dev.holdfast.chaos.workflow.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the steps that tasks stand for. */
final class Tasks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);
    private static final int OUTPUT_MAX = 64 * 1024;
    /** As a shell says that there is no such program. */
    private static final int NOT_FOUND = 127;

    private static final int KILLED = 137;

    private final Cluster cluster;
    private final Path logs;
    private final Map<String, Process> processes = new ConcurrentHashMap<>();

    Tasks(Cluster cluster, Path logs) {
        this.cluster = cluster;
        this.logs = logs;
    }

    /** Begins a task, and tells the outcome when it has ended. */
    void run(Order.Run run, Consumer<Outcome> finished) {
        Template.Container container = run.container();
        TaskStep step = TaskStep.of(container.image())
                .orElseThrow(() -> new IllegalStateException("image without a step: " + container.image()));
        Thread thread = new Thread(
                () -> finished.accept(new Outcome.Finished(
                        run.name(), step == TaskStep.LEADER ? leader() : program(run.name(), container))),
                "task-" + run.name());
        thread.setDaemon(true);
        thread.start();
    }

    private TaskResult leader() {
        return cluster.pods().stream()
                .filter(pod -> pod.label(Pod.ROLE).equals(Role.LEADER.label()))
                .map(Pod::name)
                .sorted()
                .findFirst()
                .map(leader -> new TaskResult(0, leader))
                .orElseGet(() -> new TaskResult(1, ""));
    }

    private TaskResult program(String name, Template.Container container) {
        List<String> words = new ArrayList<>(container.command());
        words.addAll(container.args());
        ProcessBuilder builder = new ProcessBuilder(words.isEmpty() ? List.of("sh") : words)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        logs.resolve(name + ".log").toFile()));
        builder.environment().putAll(container.env());
        try {
            Process process = builder.start();
            processes.put(name, process);
            return result(name, process);
        } catch (IOException e) {
            LOG.warn("task not started name={} command={} failure={}", name, words, e.toString());
            return new TaskResult(NOT_FOUND, "");
        }
    }

    private TaskResult result(String name, Process process) {
        try (InputStream output = process.getInputStream()) {
            process.getOutputStream().close();
            byte[] text = output.readNBytes(OUTPUT_MAX);
            output.transferTo(OutputStream.nullOutputStream());
            return new TaskResult(process.waitFor(), new String(text, StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("task cancelled name={}", name);
            return new TaskResult(KILLED, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new TaskResult(KILLED, "");
        } finally {
            cancel(name);
        }
    }

    /** Ends the task's program and what it has started, if it still runs. */
    void cancel(String name) {
        Process process = processes.remove(name);
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Cancels all tasks. */
    @Override
    public void close() {
        List.copyOf(processes.keySet()).forEach(this::cancel);
    }
}
