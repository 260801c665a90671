package dev.holdfast.chaos.fault.jvm;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Pod;
import dev.holdfast.chaos.cluster.Sidecar;
import dev.holdfast.chaos.cluster.server.ClassPath;
import dev.holdfast.chaos.fault.Tools;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The JVM of one pod, as the program beside it sees it. Every method throws {@link ClusterException} when the JVM does not
 * do as it is told, or does not answer.
 */
final class TargetJvm implements AutoCloseable {

    /** Loading an agent waits for the target's next safe point, and loading Byteman for its classes. */
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private static final String PROGRAM = "jvm-agent";
    private static final String NOBODY = "-";

    private final Pod pod;
    private final long pid;
    private final Sidecar control;

    private TargetJvm(Pod pod, long pid, Sidecar control) {
        this.pod = pod;
        this.pid = pid;
        this.control = control;
    }

    /** Starts the program beside a pod's process. */
    static TargetJvm beside(Tools tools, Pod pod, long pid, String fault) {
        ClassPath jars = ClassPath.of(PROGRAM);
        Path agent = jars.jars().stream()
                .filter(jar -> jar.endsWith(PROGRAM + ".jar"))
                .findFirst()
                .orElseThrow(() -> new ClusterException("find " + PROGRAM + ".jar among " + jars.jars()));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                jars.joined(),
                "dev.holdfast.chaos.agent.Control",
                String.valueOf(pid),
                agent.toString());
        String name = "jvm-" + fault + "-" + pod.name();
        return new TargetJvm(pod, pid, tools.startIn(pod.name(), name, command));
    }

    Pod pod() {
        return pod;
    }

    long pid() {
        return pid;
    }

    /** Loads Byteman, which listens at the port from then on; says whether it was there before. */
    String install(int port) {
        return ask("install " + port);
    }

    /** Returns what Byteman says of each rule of the file. */
    String load(Path script) {
        return ask("load " + script);
    }

    String unload(Path script) {
        return ask("unload " + script);
    }

    /** Returns the rules in force, each with what became of it. */
    String rules() {
        return ask("list");
    }

    /** Gives an order that is about nothing named. */
    Map<String, Long> order(String what) {
        return order(what, NOBODY, 0);
    }

    /** Gives an order to the agent and returns the figures that it answers with. */
    Map<String, Long> order(String what, String name, int amount) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8);
        Map<String, Long> figures = new HashMap<>();
        for (String figure : ask("order " + what + ' ' + encoded + ' ' + amount).split(" ", -1)) {
            String[] parts = figure.split("=", 2);
            if (parts.length == 2) {
                figures.put(parts[0], Long.parseLong(parts[1]));
            }
        }
        return figures;
    }

    private String ask(String line) {
        String answer = control.ask(line, ANSWER);
        if (!answer.startsWith("ok")) {
            throw new ClusterException(
                    "'" + line + "' to the JVM of pod '" + pod.name() + "' (process " + pid + "): it said " + answer);
        }
        return answer.substring("ok".length()).strip();
    }

    @Override
    public void close() {
        control.close();
    }
}
