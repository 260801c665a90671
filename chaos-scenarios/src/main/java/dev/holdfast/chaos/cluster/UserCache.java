package dev.holdfast.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user's own cache folder; an entry appears whole or not at all, also when two runs make the same one. */
public record UserCache(Path root) {

    private static final Logger LOG = LoggerFactory.getLogger(UserCache.class);

    /** Fills an empty folder that becomes the entry. */
    @FunctionalInterface
    public interface Filling {
        void fill(Path folder) throws IOException;
    }

    /** Returns the cache at {@code $XDG_CACHE_HOME/holdfast}, or else at {@code ~/.cache/holdfast}. */
    public static UserCache of(Map<String, String> environment, Path home) {
        String base = environment.getOrDefault("XDG_CACHE_HOME", "");
        return new UserCache((base.isEmpty() ? home.resolve(".cache") : Path.of(base)).resolve("holdfast"));
    }

    /** Returns the cache of the user who runs this program. */
    public static UserCache ofThisUser() {
        // not user.home: inside a sandbox an ordinary user has the id of root, and so root's home in the user database
        return of(System.getenv(), Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home"))));
    }

    /** Returns an empty folder inside the cache, on the same file system as every entry. */
    public Path scratch() {
        try {
            Path parent = Files.createDirectories(root.resolve("tmp"));
            return Files.createTempDirectory(parent, "new-");
        } catch (IOException e) {
            throw new UncheckedIOException("make a folder in the cache " + root + ": nothing was stored", e);
        }
    }

    /** Returns the entry of that name, after making it with {@code filling} when it is not there. */
    public Path entry(String name, Filling filling) {
        Path entry = root.resolve(name);
        if (Files.isDirectory(entry)) {
            return entry;
        }
        Path scratch = scratch();
        try {
            filling.fill(scratch);
            Files.createDirectories(entry.getParent());
            moveUnlessThere(scratch, entry);
            return entry;
        } catch (IOException e) {
            throw new UncheckedIOException("fill '" + name + "' in the cache " + root + ": nothing was stored", e);
        } finally {
            remove(scratch);
        }
    }

    private static void moveUnlessThere(Path scratch, Path entry) throws IOException {
        try {
            Files.move(scratch, entry, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(entry)) {
                throw e;
            }
        }
    }

    /** Removes a folder and what is in it; what vanishes meanwhile, or cannot be removed, is left. */
    public static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            LOG.warn("folder left behind path={}", folder, e);
        }
    }
}
