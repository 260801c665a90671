package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.ClusterException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars of a Java program that is not of our own class path, which the build puts beside this module's own output. */
public record ClassPath(String server, List<Path> jars) {

    /** The system property that names the folder of all servers, when it is not where the build puts it. */
    private static final String PROPERTY = "holdfast.servers";

    /** Finds the jars of that server; throws when there are none. */
    public static ClassPath of(String server) {
        Path folder = root().resolve(server);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                        .sorted()
                        .toList();
                if (!jars.isEmpty()) {
                    return new ClassPath(server, jars);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("list the jars of " + server + " in " + folder, e);
            }
        }
        throw new ClusterException("find the jars of " + server + ": none in " + folder
                + "; build module chaos-scenarios, or name the folder by -D" + PROPERTY);
    }

    private static Path root() {
        String configured = System.getProperty(PROPERTY, "");
        if (!configured.isEmpty()) {
            return Path.of(configured).toAbsolutePath();
        }
        try {
            // target/classes or target/some.jar: either way the servers are beside it
            Path own = Path.of(ClassPath.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return own.resolveSibling("servers");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a code source that is no URI", e);
        }
    }

    /** Returns the jars as {@code -cp} takes them. */
    public String joined() {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** Returns the version in the name of the jar {@code artifact-version.jar}. */
    String versionOf(String artifact) {
        return jars.stream()
                .map(jar -> String.valueOf(jar.getFileName()))
                .filter(name -> name.matches(artifact + "-\\d.*\\.jar"))
                .map(name -> name.substring(artifact.length() + 1, name.length() - ".jar".length()))
                .findFirst()
                .orElse("unknown");
    }

    /** Returns a name that changes when a jar or the Java platform changes. */
    String fingerprint() {
        StringBuilder text =
                new StringBuilder(System.getProperty("java.vm.version")).append(System.getProperty("java.home"));
        for (Path jar : jars) {
            try {
                text.append(jar)
                        .append(Files.size(jar))
                        .append(Files.getLastModifiedTime(jar).toMillis());
            } catch (IOException e) {
                throw new UncheckedIOException("look at " + jar, e);
            }
        }
        return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
