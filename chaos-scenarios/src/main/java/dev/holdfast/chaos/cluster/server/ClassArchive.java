package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.UserCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The archive of a server's loaded classes, which saves half its start. It is made once per user, class path and Java
 * platform, from one member that ends cleanly.
 */
record ClassArchive(UserCache cache, ClassPath classPath) {

    private static final String FILE = "classes.jsa";

    static ClassArchive of(ClassPath classPath) {
        return new ClassArchive(UserCache.ofThisUser(), classPath);
    }

    private String entry() {
        return "archive/" + classPath.server() + "-" + classPath.fingerprint();
    }

    private Path file() {
        return cache.root().resolve(entry()).resolve(FILE);
    }

    boolean exists() {
        return Files.isRegularFile(file());
    }

    /** Returns the flags that use the archive; none while there is none. */
    List<String> use() {
        return exists()
                ? List.of("-XX:SharedArchiveFile=" + file(), "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of();
    }

    /** Returns the flags that write an archive when the JVM ends cleanly; two JVMs must not write one file. */
    static List<String> record(Path target) {
        return List.of("-XX:ArchiveClassesAtExit=" + target, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    /** Takes a written archive into the cache. */
    void store(Path written) {
        if (!Files.isRegularFile(written)) {
            throw new ClusterException(
                    "store the class archive of " + classPath.server() + ": the JVM wrote no " + written);
        }
        Path unused = cache.entry(entry(), folder -> Files.copy(written, folder.resolve(FILE)));
    }
}
