package dev.holdfast.chaos.cluster;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A world of its own for one run: network, mounts and process ids that nobody else sees and that vanish with it. A running
 * JVM cannot move itself there (a user namespace needs a single-threaded process), so the program is started again inside:
 * the outer process calls {@link #run}, the inner one {@link #enter}. Works as root and as an ordinary user.
 *
 * <p>It ends in each case: the inner program is process 1, whose end is the kernel's end for all others; it is killed when
 * the wrapper dies ({@code --kill-child}), the wrapper when the outer thread dies ({@code setpriv}), and the inner program
 * ends by itself when its standard input, a pipe from the outer process, reaches its end.
 */
public final class Sandbox {

    /** Caps TCP's back-off, which otherwise decides how long healing takes. From Linux 6.15; per network namespace. */
    static final Path RTO_MAX = Path.of("/proc/sys/net/ipv4/tcp_rto_max_ms");

    static final int RTO_MAX_MS = 1000;

    private static final String MARK = "HOLDFAST_SANDBOX";
    private static final Path HOME = Path.of("/run/holdfast");

    private final Map<String, String> settings;

    private Sandbox(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Says whether this process is the first one of a sandbox. */
    public static boolean isInside() {
        return System.getenv().containsKey(MARK) && ProcessHandle.current().pid() == 1;
    }

    /** Returns what keeps a sandbox from being made here. Takes some 50 ms: it makes one. */
    public static Preflight preflight() {
        return Preflight.judge(Machine.look());
    }

    /** As {@link #preflight}, after installing missing packages where this is root on a system with apt-get. */
    public static Preflight prepare(Consumer<String> progress) {
        return prepare(Set.of(), progress);
    }

    /**
     * As {@link #prepare(Consumer)}.
     *
     * @param programs what is needed beside what every sandbox needs
     */
    public static Preflight prepare(Set<String> programs, Consumer<String> progress) {
        Machine machine = Machine.look(programs);
        return Preflight.judge(machine).installed(machine, progress);
    }

    /** Returns the command that starts a class of this program's class path again, to be given to {@link #run}. */
    public static List<String> javaCommand(String mainClass, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + HOME.resolve("tmp"),
                "-cp",
                absolute(System.getProperty("java.class.path"))));
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("holdfast."))
                .sorted()
                .forEach(name -> words.add("-D" + name + '=' + System.getProperty(name)));
        words.add(mainClass);
        words.addAll(arguments);
        return words;
    }

    /** Returns the command that runs {@code javaCommand} as the first process of a sandbox. */
    public static List<String> command(List<String> javaCommand) {
        return command(
                javaCommand, Machine.isRootUser(), Machine.find("setpriv").isPresent());
    }

    static List<String> command(List<String> javaCommand, boolean root, boolean setpriv) {
        List<String> words = new ArrayList<>();
        if (setpriv) {
            words.addAll(List.of("setpriv", "--pdeathsig", "KILL"));
        }
        words.addAll(List.of("env", "PATH=" + Machine.path(), MARK + "=inside"));
        words.addAll(unshare(root));
        words.addAll(javaCommand);
        return words;
    }

    static List<String> unshare(boolean root) {
        List<String> words = new ArrayList<>(List.of("unshare"));
        if (!root) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of("--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"));
        return words;
    }

    /**
     * Runs {@code javaCommand} in a sandbox, its output on ours, and returns its exit code. The calling thread must live as
     * long as the run: its end is taken for ours.
     */
    public static int run(List<String> javaCommand) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command(javaCommand))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new ClusterException(
                    "start a sandbox: " + e.getMessage() + "; " + preflight().explanation(), e);
        }
        Thread end = new Thread(process::destroyForcibly, "sandbox-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
            forget(end);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the program is shutting down: the hook runs or has run, which is what it is for
        }
    }

    /**
     * Furnishes the sandbox that this process is the first one of, and ties this process's life to the outer one's. */
    public static Sandbox enter() {
        if (!isInside()) {
            throw new ClusterException("enter the sandbox: this process, id "
                    + ProcessHandle.current().pid() + ", is not the first one of a sandbox; nothing was changed");
        }
        watchOuterProcess();
        boolean rto = Files.exists(RTO_MAX);
        Command.of("sh", "-s").run("""
                set -e
                mount -t tmpfs -o mode=0755 tmpfs /run
                mkdir -p /run/netns %1$s/data %1$s/tmp
                mount -t tmpfs -o mode=0755 tmpfs %1$s/data
                : > %1$s/resolv.conf
                if [ -f /etc/resolv.conf ]; then mount --bind %1$s/resolv.conf /etc/resolv.conf; fi
                ip link set lo up
                echo 1 > /proc/sys/net/ipv4/ip_forward
                """.formatted(HOME) + (rto ? "echo " + RTO_MAX_MS + " > " + RTO_MAX + "\n" : ""));
        return new Sandbox(rto ? Map.of("net.ipv4.tcp_rto_max_ms", String.valueOf(RTO_MAX_MS)) : Map.of());
    }

    /** Returns a folder in memory that vanishes with the sandbox: a power loss cannot be shown on it. */
    public Path dataRoot() {
        return HOME.resolve("data");
    }

    /** Returns the kernel settings that differ from the system's, for the report. */
    public Map<String, String> settings() {
        return settings;
    }

    private static void watchOuterProcess() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // as good as its end
                    }
                    Runtime.getRuntime().halt(137);
                },
                "sandbox-outer-process");
        watch.setDaemon(true);
        watch.start();
    }

    private static String absolute(String classPath) {
        List<String> parts = new ArrayList<>();
        for (String part : classPath.split(File.pathSeparator, -1)) {
            parts.add(Path.of(part).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, parts);
    }
}
