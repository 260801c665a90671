package dev.holdfast.chaos.cluster.binary;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Command;
import dev.holdfast.chaos.cluster.UserCache;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds a program: the configured path, the PATH, the user's cache, the distribution's packages, the project's release, in
 * this order. A configured path that does not serve is an error; every other place that does not serve is passed over and
 * named in the error when none is left. Needs no root and changes nothing outside the user's cache.
 */
public final class BinaryLocator {

    private final Map<String, String> environment;
    private final UserCache cache;
    private final AptArchive archive;
    private final Consumer<String> progress;
    private final List<String> passedOver = new ArrayList<>();

    BinaryLocator(Map<String, String> environment, UserCache cache, AptArchive archive, Consumer<String> progress) {
        this.environment = Map.copyOf(environment);
        this.cache = cache;
        this.archive = archive;
        this.progress = progress;
    }

    /** Returns the program, with a line to {@code progress} before each long step; throws {@link ClusterException} if none. */
    public static Binary locate(Program program, Consumer<String> progress) {
        return new BinaryLocator(System.getenv(), UserCache.ofThisUser(), AptArchive.ofThisMachine(), progress)
                .find(program);
    }

    Binary find(Program program) {
        return configured(program)
                .or(() -> onPath(program))
                .or(() -> cached(program))
                .or(() -> packaged(program))
                .or(() -> released(program))
                .orElseThrow(() -> new ClusterException("find " + program.executable() + " " + program.acceptedInWords()
                        + ": nothing that serves. Tried:\n  " + String.join("\n  ", passedOver) + "\nInstall "
                        + program.executable() + " " + program.acceptedInWords() + " and name it by -D"
                        + program.property()
                        + "=/path/to/" + program.executable() + " or " + program.environmentVariable()));
    }

    private Optional<Binary> configured(Program program) {
        String path = Optional.ofNullable(System.getProperty(program.property()))
                .filter(given -> !given.isBlank())
                .orElse(environment.getOrDefault(program.environmentVariable(), ""));
        if (path.isEmpty()) {
            passedOver.add("configured path: neither -D" + program.property() + " nor " + program.environmentVariable()
                    + " is set");
            return Optional.empty();
        }
        Optional<Binary> binary = checked(program, Path.of(path), "Configured as " + path + ".");
        if (binary.isEmpty()) {
            throw new ClusterException(
                    "use the configured " + program.executable() + ": " + passedOver.get(passedOver.size() - 1));
        }
        return binary;
    }

    private Optional<Binary> onPath(Program program) {
        int before = passedOver.size();
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, program.executable());
            if (Files.isExecutable(file)) {
                Optional<Binary> binary = checked(program, file, "Found on the PATH at " + file + ".");
                if (binary.isPresent()) {
                    return binary;
                }
            }
        }
        if (passedOver.size() == before) {
            passedOver.add("PATH: no '" + program.executable() + "'");
        }
        return Optional.empty();
    }

    private Optional<Binary> cached(Program program) {
        Path folder = cache.root().resolve("bin");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> entries = Files.list(folder)) {
                List<Path> fitting = entries.filter(
                                entry -> entry.getFileName().toString().startsWith(program.executable() + "-"))
                        .sorted(Comparator.reverseOrder())
                        .toList();
                for (Path entry : fitting) {
                    Optional<Binary> binary = intact(program, entry);
                    if (binary.isPresent()) {
                        return binary;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("list " + folder, e);
            }
        }
        passedOver.add("cache " + folder + ": no intact " + program.executable());
        return Optional.empty();
    }

    private Optional<Binary> intact(Program program, Path entry) throws IOException {
        Path file = entry.resolve(program.executable());
        Path source = entry.resolve("source.txt");
        String name = entry.getFileName().toString();
        if (!Files.isExecutable(file)
                || !Files.isReadable(source)
                || !Sha256.of(file).startsWith(name.substring(name.lastIndexOf('-') + 1))) {
            passedOver.add("cache " + entry + ": incomplete or changed since it was stored");
            return Optional.empty();
        }
        return checked(program, file, Files.readString(source));
    }

    private Optional<Binary> packaged(Program program) {
        AptArchive.Found found = archive.find();
        if (found.source().isEmpty()) {
            passedOver.add("distribution's packages: " + found.reason());
            return Optional.empty();
        }
        for (String suite : program.suites()) {
            progress.accept("fetching " + program.executable() + " from the distribution's suite '" + suite + "' into "
                    + cache.root());
            Path scratch = cache.scratch();
            try {
                Path root =
                        new PackageDownload(found.source().get(), suite, program.debianPackage(), scratch).unpacked();
                return Optional.of(store(
                        program,
                        root.resolve("usr/bin").resolve(program.executable()),
                        "From package " + program.debianPackage() + " of the distribution's suite " + suite
                                + ", verified by apt against the signed index."));
            } catch (ClusterException | IOException e) {
                passedOver.add("distribution's suite '" + suite + "': " + e.getMessage());
            } finally {
                UserCache.remove(scratch);
            }
        }
        return Optional.empty();
    }

    private Optional<Binary> released(Program program) {
        Release release = Release.of(program);
        progress.accept("fetching " + release.folder() + release.archive());
        Path scratch = cache.scratch();
        try {
            Path file = new ReleaseDownload(release, environment, scratch).executable();
            String source = "From " + release.folder() + release.archive()
                    + ", verified against the release's own list of hashes.";
            return Optional.of(store(program, file, source));
        } catch (ClusterException | IOException e) {
            passedOver.add("release " + release.folder() + release.archive() + ": " + e);
            return Optional.empty();
        } finally {
            UserCache.remove(scratch);
        }
    }

    private Binary store(Program program, Path executable, String source) throws IOException {
        Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwxr-xr-x"));
        String version = version(program, executable);
        if (!program.accepts(version)) {
            throw new ClusterException("it is version '" + version + "', needed is " + program.acceptedInWords());
        }
        String name = "bin/" + program.executable() + "-" + version + "-"
                + Sha256.of(executable).substring(0, 16);
        Path entry = cache.entry(name, folder -> {
            Files.copy(executable, folder.resolve(program.executable()), StandardCopyOption.COPY_ATTRIBUTES);
            Files.writeString(folder.resolve("source.txt"), source);
        });
        return new Binary(program, entry.resolve(program.executable()), version, source);
    }

    private Optional<Binary> checked(Program program, Path file, String source) {
        if (!Files.isExecutable(file)) {
            passedOver.add(file + ": not an executable file");
            return Optional.empty();
        }
        String version = version(program, file);
        if (!program.accepts(version)) {
            passedOver.add(file + ": is version '" + version + "', needed is " + program.acceptedInWords());
            return Optional.empty();
        }
        return Optional.of(new Binary(program, file, version, source));
    }

    private static String version(Program program, Path file) {
        try {
            return program.versionIn(Command.of(file.toString(), program.versionArgument())
                    .attempt("", Duration.ofSeconds(20))
                    .output());
        } catch (ClusterException e) {
            return "unknown: " + e.getMessage();
        }
    }
}
