package dev.holdfast.chaos.cluster.binary;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A PostgreSQL server's programs, {@code postgres} and {@code initdb}, which lie side by side.
 *
 * @param root   what they need lies under: the system's root, or the folder that packages were unpacked into
 * @param folder the folder of the programs, relative to the root
 * @param source where they came from, as a sentence
 */
public record Postgres(Path root, Path folder, String source) {

    static final Path SYSTEM = Path.of("/");

    private static final Duration BOUND = Duration.ofSeconds(20);

    /** Says whether they were unpacked from packages, and run with the libraries beside them. */
    public boolean isUnpacked() {
        return !root.equals(SYSTEM);
    }

    /** Returns the folders under the root that hold libraries, as the loader's variable; empty for the system's own. */
    public String libraries() {
        return isUnpacked() ? libraryFolders(root).stream().map(Path::toString).collect(Collectors.joining(":")) : "";
    }

    /** Returns the same programs under another root. */
    public Postgres under(Path other) {
        return new Postgres(other, folder, source);
    }

    /** Returns a program by name. */
    public Path program(String name) {
        return root.resolve(folder).resolve(name);
    }

    /** Returns the programs beside {@code postgres}, which both run, or throws {@link ClusterException}. */
    static Postgres checked(Path root, Path postgres, String source) {
        Path folder = root.relativize(postgres.getParent());
        Postgres found = new Postgres(root, folder, source);
        for (String name : List.of("postgres", "initdb")) {
            Path program = found.program(name);
            if (!Files.isExecutable(program)) {
                throw new ClusterException(program + ": not an executable file");
            }
            Command.Outcome version = found.run(program, "--version");
            if (version.exitCode() != 0 || !version.output().contains("(PostgreSQL)")) {
                throw new ClusterException(
                        program + ": '--version' said: " + version.output().strip());
            }
        }
        return found;
    }

    /** Returns the names of shared libraries that the loader does not find, here or in the system. */
    List<String> missingLibraries() {
        List<String> missing = new ArrayList<>();
        for (String name : List.of("postgres", "initdb")) {
            run(Path.of("ldd"), program(name).toString())
                    .output()
                    .lines()
                    .filter(line -> line.endsWith("not found"))
                    .map(line -> line.strip().split(" ", 2)[0])
                    .filter(library -> !missing.contains(library))
                    .forEach(missing::add);
        }
        return missing;
    }

    private Command.Outcome run(Path program, String argument) {
        return Command.of("env", "LD_LIBRARY_PATH=" + libraries(), program.toString(), argument)
                .attempt("", BOUND);
    }

    private static List<Path> libraryFolders(Path root) {
        List<Path> folders = new ArrayList<>(folders(root.resolve("usr/lib"), "*-linux-gnu*"));
        folders.addAll(folders(root.resolve("lib"), "*-linux-gnu*"));
        return folders;
    }

    /** Returns where Debian puts each installed version's programs, under a root; the newest first. */
    static List<Path> versions(Path root) {
        return folders(root.resolve("usr/lib/postgresql"), "[1-9][0-9]").stream()
                .sorted(Comparator.comparing(
                                (Path folder) -> folder.getFileName().toString())
                        .reversed())
                .map(version -> version.resolve("bin/postgres"))
                .toList();
    }

    static List<Path> folders(Path parent, String glob) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, glob)) {
            List<Path> folders = new ArrayList<>();
            entries.forEach(folders::add);
            return folders;
        } catch (IOException e) {
            throw new UncheckedIOException("list " + parent, e);
        }
    }
}
