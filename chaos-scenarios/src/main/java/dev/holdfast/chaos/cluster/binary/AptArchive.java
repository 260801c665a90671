package dev.holdfast.chaos.cluster.binary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The distribution's archive, as this machine's own apt sources name it.
 *
 * @param etc      the folder with {@code apt/} in it
 * @param osRelease the file that names the distribution
 */
record AptArchive(Path etc, Path osRelease) {

    static AptArchive ofThisMachine() {
        return new AptArchive(Path.of("/etc"), Path.of("/etc/os-release"));
    }

    /** What the machine says about its archive, or why its archive cannot serve. */
    record Found(Optional<AptSource> source, String reason) {}

    /** Returns the source of this machine's own release; other suites of the same archive are signed by the same keyring. */
    Found find() {
        String release = read(osRelease);
        if (!value(release, "ID").equals("debian")) {
            return new Found(
                    Optional.empty(),
                    "this system is '" + value(release, "ID") + "', its archive has no fitting package");
        }
        String codename = value(release, "VERSION_CODENAME");
        List<AptSource> all = all();
        Optional<AptSource> source = all.stream()
                .filter(s -> s.offers(codename) || s.offers("stable") || s.offers("sid") || s.offers("testing"))
                .findFirst();
        String reason =
                source.isPresent() ? "" : "none of " + all.size() + " apt sources names suite '" + codename + "'";
        return new Found(source, reason);
    }

    private List<AptSource> all() {
        List<AptSource> all = new ArrayList<>(AptSource.parseOneLine(read(etc.resolve("apt/sources.list"))));
        try (Stream<Path> files = Files.list(etc.resolve("apt/sources.list.d"))) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".sources")) {
                    all.addAll(AptSource.parseDeb822(read(file)));
                } else if (file.toString().endsWith(".list")) {
                    all.addAll(AptSource.parseOneLine(read(file)));
                }
            }
        } catch (IOException e) {
            return all;
        }
        return all;
    }

    private static String read(Path file) {
        try {
            return Files.isReadable(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("read " + file, e);
        }
    }

    private static String value(String release, String key) {
        return release.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).replace("\"", ""))
                .findFirst()
                .orElse("");
    }
}
