package dev.holdfast.chaos.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The facts about this machine that decide whether a sandbox can be made.
 *
 * @param programs each needed program and whether it was found
 * @param settings the kernel settings that forbid namespaces, where they exist, with their values
 * @param trial    how the smallest sandbox ended; exit code 0 when it could be made
 */
record Machine(
        boolean isLinux,
        boolean isRoot,
        boolean hasApt,
        Map<String, Boolean> programs,
        Map<String, String> settings,
        Command.Outcome trial) {

    private static final List<String> PROGRAMS = List.of("unshare", "nsenter", "mount", "ip", "nft");
    private static final List<String> SETTINGS = List.of(
            "user/max_user_namespaces",
            "kernel/unprivileged_userns_clone",
            "kernel/apparmor_restrict_unprivileged_userns");
    private static final String SYSTEM_FOLDERS = "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin";

    Machine {
        programs = Map.copyOf(programs);
        settings = Map.copyOf(settings);
    }

    static Machine look() {
        return look(Set.of());
    }

    /**
     * Looks at this machine; makes and leaves a small sandbox when every program is there.
     *
     * @param also programs that are needed beside those that every sandbox needs
     */
    static Machine look(Set<String> also) {
        boolean linux = System.getProperty("os.name").equals("Linux");
        boolean root = linux && isRootUser();
        Map<String, Boolean> programs = new LinkedHashMap<>();
        PROGRAMS.forEach(name -> programs.put(name, find(name).isPresent()));
        also.forEach(name -> programs.put(name, find(name).isPresent()));
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : SETTINGS) {
            Path file = Path.of("/proc/sys", setting);
            if (Files.isReadable(file)) {
                settings.put(setting.replace('/', '.'), read(file));
            }
        }
        boolean complete = linux && !programs.containsValue(false);
        Command.Outcome trial = complete ? tryOut(root) : new Command.Outcome(1, "");
        return new Machine(linux, root, find("apt-get").isPresent(), programs, settings, trial);
    }

    /** Returns the PATH of this process with the folders that ordinary users often lack. */
    static String path() {
        return System.getenv().getOrDefault("PATH", "") + File.pathSeparator + SYSTEM_FOLDERS;
    }

    static Optional<Path> find(String program) {
        for (String folder : path().split(File.pathSeparator, -1)) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    static boolean isRootUser() {
        return read(Path.of("/proc/self/status")).lines().anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
    }

    private static Command.Outcome tryOut(boolean root) {
        String script = "mount -t tmpfs tmpfs /run && mkdir /run/netns && ip netns add probe"
                + " && ip link add v1 type veth peer name eth0 netns probe"
                + " && nft add table inet probe && echo 1 > /proc/sys/net/ipv4/ip_forward";
        List<String> words = new ArrayList<>(List.of("env", "PATH=" + path()));
        words.addAll(Sandbox.unshare(root));
        words.addAll(List.of("sh", "-c", script));
        return new Command(words).attempt("", Duration.ofSeconds(20));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
