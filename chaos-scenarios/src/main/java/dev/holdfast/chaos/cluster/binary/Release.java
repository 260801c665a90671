package dev.holdfast.chaos.cluster.binary;

import java.util.Locale;

/**
 * A project's own release of a program, pinned by version. Its hash is not pinned: it is read from the list of hashes that
 * the project publishes beside the archive, which guards against a broken download, not against a forged release.
 *
 * @param folder  the address that both files are under
 * @param archive the name of the archive in it
 * @param sums    the name of the list of SHA-256 hashes in it
 */
record Release(Program program, String folder, String archive, String sums) {

    /** Returns the release that fits this machine's processor. */
    static Release of(Program program) {
        String arch = architecture(System.getProperty("os.arch"));
        if (program == Program.ETCD || program == Program.ETCDCTL) {
            String version = "v3.5.21";
            return new Release(
                    program,
                    "https://github.com/etcd-io/etcd/releases/download/" + version + "/",
                    "etcd-" + version + "-linux-" + arch + ".tar.gz",
                    "SHA256SUMS");
        }
        String version = "1.8.7";
        return new Release(
                program,
                "https://releases.hashicorp.com/consul/" + version + "/",
                "consul_" + version + "_linux_" + arch + ".zip",
                "consul_" + version + "_SHA256SUMS");
    }

    static String architecture(String javaName) {
        return switch (javaName.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> javaName;
        };
    }

    /** Returns the hash of the archive in the published list, or the empty string. */
    String hashIn(String list) {
        return list.lines()
                .map(line -> line.strip().split("\\s+\\*?", 2))
                .filter(parts -> parts.length == 2 && parts[1].equals(archive))
                .map(parts -> parts[0].toLowerCase(Locale.ROOT))
                .findFirst()
                .orElse("");
    }
}
