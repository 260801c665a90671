package dev.holdfast.chaos.cluster.binary;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server or client that is not a Java program, and all that is needed to find one. */
public enum Program {
    /**
     * Debian 12 ships 3.4, which is refused: its reads can be stale in ways that 3.5 repaired.
     * Source: https://github.com/etcd-io/etcd/blob/main/CHANGELOG/CHANGELOG-3.5.md
     */
    ETCD("etcd", "etcd-server", "trixie sid", "--version", "etcd Version: (\\S+)", "3\\.5\\..*", "3.5.x"),
    /** The client that comes with etcd: its locks and elections are contended for in tests. */
    ETCDCTL("etcdctl", "etcd-client", "trixie sid", "version", "etcdctl version: (\\S+)", "3\\.5\\..*", "3.5.x"),
    CONSUL("consul", "consul", "bullseye", "version", "Consul v(\\S+)", "1\\..*", "1.x");

    private final String executable;
    private final String debianPackage;
    private final String suites;
    private final String versionArgument;
    private final Pattern versionLine;
    private final Pattern accepted;
    private final String acceptedInWords;

    Program(
            String executable,
            String debianPackage,
            String suites,
            String versionArgument,
            String versionLine,
            String accepted,
            String acceptedInWords) {
        this.executable = executable;
        this.debianPackage = debianPackage;
        this.suites = suites;
        this.versionArgument = versionArgument;
        this.versionLine = Pattern.compile(versionLine);
        this.accepted = Pattern.compile(accepted);
        this.acceptedInWords = acceptedInWords;
    }

    /** Returns the name of the file to run. */
    public String executable() {
        return executable;
    }

    /** Returns the system property that names the file to use. */
    public String property() {
        return "holdfast." + executable;
    }

    /** Returns the environment variable that names the file to use. */
    public String environmentVariable() {
        return "HOLDFAST_" + name();
    }

    String debianPackage() {
        return debianPackage;
    }

    /** The suites of the distribution that have an accepted version, best first. */
    List<String> suites() {
        return List.of(suites.split(" ", -1));
    }

    String versionArgument() {
        return versionArgument;
    }

    String acceptedInWords() {
        return acceptedInWords;
    }

    boolean accepts(String version) {
        return accepted.matcher(version).matches();
    }

    /** Returns the version in what the program printed, or the empty string. */
    String versionIn(String output) {
        Matcher matcher = versionLine.matcher(output);
        return matcher.find() ? matcher.group(1) : "";
    }
}
