package dev.holdfast.chaos.cluster.binary;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.UserCache;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's package, unpacked, and those of the libraries that this machine lacks.
 *
 * @param root    the folder that they were unpacked into
 * @param version the version of the server's package
 */
record PostgresPackages(Path root, String suite, String version, List<String> names) {

    private static final Duration BOUND = Duration.ofMinutes(3);
    private static final Pattern INSTALLS = Pattern.compile("Inst (\\S+) \\((\\S+) .*");
    private static final Pattern SERVER = Pattern.compile("postgresql-[0-9]+");

    /** Shared libraries, but not those of the loader, of compiled queries, of Perl and of what only tools need. */
    private static final Pattern LIBRARY = Pattern.compile(
            "lib(?!c6|c-|llvm|z3-|perl|pam-modules|semanage|sepol|db5|gdbm|readline|edit|bsd|xslt).*(?<!-perl)");

    /** What takes room and serves no server; the two of the just-in-time compiler want LLVM, which is not fetched. */
    private static final List<String> LEFT_OUT = List.of("usr/share/doc", "usr/share/man", "usr/share/locale");

    PostgresPackages {
        names = List.copyOf(names);
    }

    private record Installed(String name, String version) {}

    /**
     * Fetches them with apt-get, which needs no root here.
     *
     * @param scratch an empty folder; the result lies in it
     */
    static PostgresPackages fetch(AptSource source, Path scratch) throws IOException {
        String suite = source.suites().stream()
                .filter(one -> !one.contains("-"))
                .findFirst()
                .orElseThrow(() -> new ClusterException("no suite of its own at " + source.uri()));
        PackageDownload apt = new PackageDownload(source, suite, "postgresql", scratch);
        // the empty package that depends on the server of this release; it leaves the index in the folder
        Path root = apt.unpacked();
        List<Installed> closure = closure(apt);
        Installed server = closure.stream()
                .filter(one -> SERVER.matcher(one.name()).matches())
                .findFirst()
                .orElseThrow(() -> new ClusterException("package postgresql of suite " + suite + " needs no server"));
        List<String> names = new ArrayList<>(List.of(server.name()));
        unpack(apt, names, root);
        Postgres unpacked = new Postgres(
                root, root.relativize(Postgres.versions(root).get(0).getParent()), "Not yet complete.");
        if (!unpacked.missingLibraries().isEmpty()) {
            List<String> libraries = closure.stream()
                    .map(Installed::name)
                    .filter(name -> LIBRARY.matcher(name).matches())
                    .toList();
            unpack(apt, libraries, root);
            names.addAll(libraries);
        }
        List<String> missing = unpacked.missingLibraries();
        if (!missing.isEmpty()) {
            throw new ClusterException("unpack " + names + ": still without " + missing);
        }
        LEFT_OUT.forEach(path -> UserCache.remove(root.resolve(path)));
        UserCache.remove(unpacked.program("../lib/bitcode").normalize());
        return new PostgresPackages(root, suite, server.version(), names);
    }

    /** Returns all that a system without any package would install for it. */
    private static List<Installed> closure(PackageDownload apt) {
        return run(apt.aptGet("--simulate", "install", "--no-install-recommends", "postgresql"), "resolve postgresql")
                .lines()
                .map(INSTALLS::matcher)
                .filter(Matcher::matches)
                .map(line -> new Installed(line.group(1), line.group(2)))
                .toList();
    }

    private static void unpack(PackageDownload apt, List<String> names, Path root) throws IOException {
        List<String> words = new ArrayList<>(List.of("download"));
        words.addAll(names);
        run(apt.aptGet(words.toArray(String[]::new)), "download " + names);
        for (Path deb : Postgres.folders(apt.folder(), "*.deb")) {
            run(List.of("dpkg-deb", "-x", deb.toString(), root.toString()), "unpack " + deb.getFileName());
        }
    }

    private static String run(List<String> words, String what) {
        Command.Outcome outcome = new Command(words).attempt("", BOUND);
        if (outcome.exitCode() != 0) {
            String[] lines = outcome.output().strip().split("\\n", -1);
            throw new ClusterException(what + ": " + lines[lines.length - 1]);
        }
        return outcome.output();
    }
}
