package dev.holdfast.chaos.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What keeps a sandbox from being made on this machine; nothing when it can be made.
 *
 * @param missing  sentences that each name one thing and what is known of it
 * @param packages the packages that would bring missing programs
 * @param remedy   the one command that repairs it; empty when none is known
 */
public record Preflight(List<String> missing, List<String> packages, String remedy) {

    private static final Duration INSTALL_BOUND = Duration.ofMinutes(3);
    /** Another run on this machine may be installing the same. */
    private static final String WAIT_FOR_OTHERS = "-oDPkg::Lock::Timeout=120";

    private static final Map<String, String> PACKAGES = packageOfProgram();

    public Preflight {
        missing = List.copyOf(missing);
        packages = List.copyOf(packages);
    }

    public boolean isReady() {
        return missing.isEmpty();
    }

    /** Returns what is missing and how to get it, for people. */
    public String explanation() {
        if (isReady()) {
            return "the sandbox can be made";
        }
        return "the sandbox cannot be made on this machine:\n  - " + String.join("\n  - ", missing)
                + (remedy.isEmpty() ? "" : "\nrepair it by: " + remedy);
    }

    static Preflight judge(Machine machine) {
        if (!machine.isLinux()) {
            return new Preflight(
                    List.of("the lab needs Linux, this is " + System.getProperty("os.name")), List.of(), "");
        }
        List<String> missing = new ArrayList<>();
        TreeSet<String> wanted = new TreeSet<>();
        PACKAGES.forEach((program, packageName) -> {
            if (!machine.programs().getOrDefault(program, true)) {
                missing.add("program '" + program + "' was not found (package " + packageName + ")");
                wanted.add(packageName);
            }
        });
        if (!missing.isEmpty()) {
            String sudo = machine.isRoot() ? "" : "sudo ";
            String remedy = machine.hasApt()
                    ? sudo + "apt-get install -y --no-install-recommends " + String.join(" ", wanted)
                    : "install " + String.join(", ", wanted) + " with this system's package manager";
            return new Preflight(missing, List.copyOf(wanted), remedy);
        }
        return machine.trial().exitCode() == 0 ? new Preflight(List.of(), List.of(), "") : forbidden(machine);
    }

    private static Preflight forbidden(Machine machine) {
        String said = "a trial of the sandbox failed, it said: "
                + machine.trial().output().strip();
        Map<String, String> settings = machine.settings();
        if (settings.getOrDefault("user.max_user_namespaces", "1").equals("0")) {
            return setting(said, "user.max_user_namespaces", "0", "15000");
        }
        if (!machine.isRoot()
                && settings.getOrDefault("kernel.unprivileged_userns_clone", "1")
                        .equals("0")) {
            return setting(said, "kernel.unprivileged_userns_clone", "0", "1");
        }
        if (!machine.isRoot()
                && settings.getOrDefault("kernel.apparmor_restrict_unprivileged_userns", "0")
                        .equals("1")) {
            return setting(said, "kernel.apparmor_restrict_unprivileged_userns", "1", "0");
        }
        String hint = machine.isRoot()
                ? "run the container with --privileged (its seccomp or capability set forbids unshare or mount)"
                : "run the same command as root; no kernel setting known to forbid it is set";
        return new Preflight(List.of(said), List.of(), hint);
    }

    private static Preflight setting(String said, String name, String value, String needed) {
        return new Preflight(
                List.of(
                        "kernel setting " + name + " is " + value + ", which forbids namespaces to ordinary users",
                        said),
                List.of(),
                "sudo sysctl -w " + name + "=" + needed);
    }

    /** Installs the packages when they are all that is missing, this is root and apt-get is there; returns what is left. */
    Preflight installed(Machine machine, Consumer<String> progress) {
        if (packages.isEmpty() || !machine.isRoot() || !machine.hasApt()) {
            return this;
        }
        progress.accept("installing " + String.join(", ", packages) + " with apt-get");
        List<String> install = new ArrayList<>(List.of(
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "-q",
                WAIT_FOR_OTHERS,
                "install",
                "-y",
                "--no-install-recommends"));
        install.addAll(packages);
        if (new Command(install).attempt("", INSTALL_BOUND).exitCode() != 0) {
            // the index may be missing or too old to name files that still exist
            Command.of("apt-get", "-q", WAIT_FOR_OTHERS, "update").attempt("", INSTALL_BOUND);
            Command.Outcome second = new Command(install).attempt("", INSTALL_BOUND);
            if (second.exitCode() != 0) {
                progress.accept("apt-get failed: " + second.output().strip());
                return this;
            }
        }
        return judge(Machine.look(machine.programs().keySet()));
    }

    private static Map<String, String> packageOfProgram() {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put("unshare", "util-linux");
        packages.put("nsenter", "util-linux");
        packages.put("mount", "mount");
        packages.put("ip", "iproute2");
        packages.put("nft", "nftables");
        packages.put("tc", "iproute2");
        packages.put("iptables-nft", "iptables");
        return packages;
    }
}
