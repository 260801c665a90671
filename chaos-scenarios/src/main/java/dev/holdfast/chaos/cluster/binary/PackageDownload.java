package dev.holdfast.chaos.cluster.binary;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fetches one package of another suite with apt-get and a state of its own: no root, nothing of the system's apt is read or
 * written but its keys and its proxy settings. apt itself verifies the signed index and the package's hash.
 *
 * @param folder an empty folder for the state and the package
 */
record PackageDownload(AptSource source, String suite, String packageName, Path folder) {

    private static final Duration BOUND = Duration.ofMinutes(3);

    /** Returns the folder that the package was unpacked into. */
    Path unpacked() throws IOException {
        for (String part : List.of("lists/partial", "cache/archives/partial", "root")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(folder.resolve("sources.list"), source.lineFor(suite));
        Files.writeString(folder.resolve("status"), "");
        run(aptGet("update"), "read the index of suite '" + suite + "' at " + source.uri());
        run(aptGet("download", packageName), "download package '" + packageName + "' of suite '" + suite + "'");
        Path root = folder.resolve("root");
        run(List.of("dpkg-deb", "-x", deb().toString(), root.toString()), "unpack " + packageName);
        return root;
    }

    List<String> aptGet(String... arguments) {
        List<String> words =
                new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", folder.toString(), "apt-get", "-q"));
        for (String option : List.of(
                "Dir::State=" + folder,
                "Dir::State::lists=" + folder.resolve("lists"),
                "Dir::State::status=" + folder.resolve("status"),
                "Dir::Cache=" + folder.resolve("cache"),
                "Dir::Etc::sourcelist=" + folder.resolve("sources.list"),
                "Dir::Etc::sourceparts=/dev/null",
                "Dir::Etc::preferences=/dev/null",
                "Dir::Etc::preferencesparts=/dev/null",
                "APT::Sandbox::User=",
                "APT::Get::List-Cleanup=0",
                "Acquire::Languages=none",
                "Acquire::Retries=2",
                "Acquire::http::Timeout=20")) {
            words.addAll(List.of("-o", option));
        }
        words.addAll(List.of(arguments));
        return words;
    }

    private Path deb() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new ClusterException("download package '" + packageName
                            + "': apt-get ended well but left no .deb in " + folder));
        }
    }

    private static void run(List<String> words, String what) {
        Command.Outcome outcome = new Command(words).attempt("", BOUND);
        if (outcome.exitCode() != 0) {
            String[] lines = outcome.output().strip().split("\\n", -1);
            throw new ClusterException(what + ": " + lines[lines.length - 1]);
        }
    }
}
