package dev.holdfast.chaos.cluster.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BinaryLocatorTest {

    @TempDir
    Path folder;

    @Test
    void a_configured_program_comes_first() throws IOException {
        Path configured = program("configured", "3.5.9");
        Path onPath = program("path", "3.5.16");

        Binary binary = locator(Map.of(
                        "HOLDFAST_ETCD",
                        configured.toString(),
                        "PATH",
                        onPath.getParent().toString()))
                .find(Program.ETCD);

        assertThat(binary.path()).isEqualTo(configured);
        assertThat(binary.version()).isEqualTo("3.5.9");
    }

    @Test
    void a_configured_program_of_the_wrong_version_is_an_error() throws IOException {
        Path configured = program("configured", "3.4.23");

        assertThatThrownBy(() ->
                        locator(Map.of("HOLDFAST_ETCD", configured.toString())).find(Program.ETCD))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("3.4.23")
                .hasMessageContaining("3.5.x");
    }

    @Test
    void an_old_program_on_the_path_is_passed_over_for_the_cached_one() throws IOException {
        Path onPath = program("path", "3.4.23");
        Path cached = cached(program("source", "3.5.16"), "3.5.16");

        Binary binary = locator(Map.of("PATH", onPath.getParent().toString())).find(Program.ETCD);

        assertThat(binary.path()).isEqualTo(cached);
        assertThat(binary.source()).isEqualTo("From a test.");
    }

    @Test
    void a_cached_program_that_was_changed_is_not_used_and_the_error_names_every_place() throws IOException {
        Path cached = cached(program("source", "3.5.16"), "3.5.16");
        Files.writeString(cached, Files.readString(cached) + "\n# changed\n");

        assertThatThrownBy(() -> locator(Map.of()).find(Program.ETCD))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("changed since it was stored")
                .hasMessageContaining("PATH: no 'etcd'")
                .hasMessageContaining("nosuch")
                .hasMessageContaining("release ")
                .hasMessageContaining("-Dholdfast.etcd=");
    }

    private BinaryLocator locator(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("PATH", folder.resolve("empty").toString());
        // nobody listens there: the release is out of reach
        all.put("https_proxy", "http://127.0.0.1:1");
        return new BinaryLocator(all, new UserCache(folder.resolve("cache")), noArchive(), line -> {});
    }

    private AptArchive noArchive() {
        try {
            Path release = Files.writeString(folder.resolve("os-release"), "ID=nosuch\n");
            return new AptArchive(folder, release);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path program(String name, String version) throws IOException {
        Path file = Files.createDirectories(folder.resolve(name)).resolve("etcd");
        Files.writeString(file, "#!/bin/sh\necho 'etcd Version: " + version + "'\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path cached(Path program, String version) throws IOException {
        String name = "bin/etcd-" + version + "-" + Sha256.of(program).substring(0, 16);
        Path entry = Files.createDirectories(folder.resolve("cache").resolve(name));
        Files.writeString(entry.resolve("source.txt"), "From a test.");
        return Files.move(program, entry.resolve("etcd"));
    }
}
