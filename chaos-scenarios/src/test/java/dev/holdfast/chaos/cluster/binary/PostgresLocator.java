package dev.holdfast.chaos.cluster.binary;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds PostgreSQL as {@link BinaryLocator} finds a single program: the configured path, the PATH (and where Debian puts
 * it, which is off the PATH), the user's cache, the distribution's packages. A configured path that does not serve is an
 * error; every other place is passed over and named in the error when none is left.
 */
public final class PostgresLocator {

    /** The path of {@code postgres}, beside {@code initdb}. */
    public static final String PROPERTY = "holdfast.postgres";

    private static final String VARIABLE = "HOLDFAST_POSTGRES";

    private final Map<String, String> environment;
    private final UserCache cache;
    private final AptArchive archive;
    private final Path system;
    private final Consumer<String> progress;
    private final List<String> passedOver = new ArrayList<>();

    PostgresLocator(
            Map<String, String> environment,
            UserCache cache,
            AptArchive archive,
            Path system,
            Consumer<String> progress) {
        this.environment = Map.copyOf(environment);
        this.cache = cache;
        this.archive = archive;
        this.system = system;
        this.progress = progress;
    }

    /** Returns the programs; throws {@link ClusterException} that names every place tried, if there are none. */
    public static Postgres locate(Consumer<String> progress) {
        return new PostgresLocator(
                        System.getenv(), UserCache.ofThisUser(), AptArchive.ofThisMachine(), Postgres.SYSTEM, progress)
                .find(System.getProperty(PROPERTY, ""));
    }

    Postgres find(String property) {
        return configured(property)
                .or(this::installed)
                .or(this::cached)
                .or(this::packaged)
                .orElseThrow(() -> new ClusterException("find postgres: nothing that serves. Tried:\n  "
                        + String.join("\n  ", passedOver) + "\nInstall PostgreSQL (Debian, Ubuntu: apt-get install"
                        + " postgresql) or name it by -D" + PROPERTY + "=/path/to/postgres or " + VARIABLE
                        + "; -D" + PROPERTY + "=skip leaves its tests out"));
    }

    private Optional<Postgres> configured(String property) {
        String path = property.isBlank() ? environment.getOrDefault(VARIABLE, "") : property;
        if (path.isEmpty()) {
            passedOver.add("configured path: neither -D" + PROPERTY + " nor " + VARIABLE + " is set");
            return Optional.empty();
        }
        try {
            return Optional.of(installed(Path.of(path), "Configured as " + path + "."));
        } catch (ClusterException | IOException e) {
            throw new ClusterException("use the configured postgres: " + e.getMessage(), e);
        }
    }

    private Optional<Postgres> installed() {
        List<Path> candidates = new ArrayList<>();
        for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
            candidates.add(Path.of(folder.isEmpty() ? "." : folder, "postgres"));
        }
        candidates.addAll(Postgres.versions(system));
        int before = passedOver.size();
        for (Path candidate : candidates) {
            if (Files.exists(candidate)) {
                try {
                    return Optional.of(installed(candidate, "Found at " + candidate + "."));
                } catch (ClusterException | IOException e) {
                    passedOver.add(String.valueOf(e.getMessage()));
                }
            }
        }
        if (passedOver.size() == before) {
            passedOver.add("PATH and " + system.resolve("usr/lib/postgresql") + ": no 'postgres'");
        }
        return Optional.empty();
    }

    /** Returns what a link on the PATH leads to, because initdb lies beside that. */
    private static Postgres installed(Path postgres, String source) throws IOException {
        return Postgres.checked(
                Postgres.SYSTEM, Files.exists(postgres) ? postgres.toRealPath() : postgres.toAbsolutePath(), source);
    }

    private Optional<Postgres> cached() {
        for (Path entry : Postgres.folders(cache.root().resolve("postgres"), "*")) {
            try {
                return Optional.of(unpacked(entry, Files.readString(entry.resolve("source.txt"))));
            } catch (ClusterException | IOException e) {
                passedOver.add("cache " + entry + ": " + e.getMessage());
            }
        }
        passedOver.add("cache " + cache.root().resolve("postgres") + ": no postgres that runs");
        return Optional.empty();
    }

    private Optional<Postgres> packaged() {
        AptArchive.Found found = archive.find();
        if (found.source().isEmpty()) {
            passedOver.add("distribution's packages: " + found.reason());
            return Optional.empty();
        }
        progress.accept("fetching PostgreSQL from the distribution's packages into " + cache.root());
        Path scratch = cache.scratch();
        try {
            PostgresPackages packages = PostgresPackages.fetch(found.source().get(), scratch);
            String source = "From packages " + String.join(", ", packages.names()) + " of the distribution's suite "
                    + packages.suite() + ", verified by apt against the signed index.";
            unpackedRoot(packages.root(), source);
            Path entry = cache.entry("postgres/" + packages.version(), folder -> {
                Files.move(packages.root(), folder.resolve("root"));
                Files.writeString(folder.resolve("source.txt"), source);
            });
            return Optional.of(unpacked(entry, source));
        } catch (ClusterException | IOException e) {
            passedOver.add("distribution's packages: " + e.getMessage());
            return Optional.empty();
        } finally {
            UserCache.remove(scratch);
        }
    }

    private static Postgres unpacked(Path entry, String source) {
        return unpackedRoot(entry.resolve("root"), source);
    }

    static Postgres unpackedRoot(Path root, String source) {
        Path postgres = Postgres.versions(root).stream()
                .findFirst()
                .orElseThrow(() -> new ClusterException("no usr/lib/postgresql/*/bin under " + root));
        return Postgres.checked(root, postgres, source);
    }
}
