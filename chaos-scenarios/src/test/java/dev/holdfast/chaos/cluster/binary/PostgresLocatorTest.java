package dev.holdfast.chaos.cluster.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.UserCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PostgresLocatorTest {

    @TempDir
    Path folder;

    @Test
    void a_configured_one_comes_first() throws IOException {
        Path configured = programs(folder.resolve("configured"), "16.4");
        Path onPath = programs(folder.resolve("path"), "15.18");

        Postgres found = locator(onPath.getParent()).find(configured.toString());

        assertThat(found.program("initdb")).isEqualTo(configured.resolveSibling("initdb"));
        assertThat(found.isUnpacked()).isFalse();
    }

    @Test
    void a_configured_one_without_initdb_beside_it_is_an_error() throws IOException {
        Path configured = programs(folder.resolve("configured"), "16.4");
        Files.delete(configured.resolveSibling("initdb"));
        Path onPath = programs(folder.resolve("path"), "15.18");

        assertThatThrownBy(() -> locator(onPath.getParent()).find(configured.toString()))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("configured")
                .hasMessageContaining("initdb: not an executable file");
    }

    @Test
    void a_link_on_the_path_leads_to_the_folder_of_both() throws IOException {
        Path real = programs(folder.resolve("real"), "15.18");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("postgres"), real);

        assertThat(locator(bin).find("").program("initdb")).isEqualTo(real.resolveSibling("initdb"));
    }

    @Test
    void the_place_of_the_distribution_is_looked_at_and_the_newest_taken() throws IOException {
        programs(folder.resolve("system/usr/lib/postgresql/13/bin"), "13.1");
        Path newest = programs(folder.resolve("system/usr/lib/postgresql/17/bin"), "17.2");

        assertThat(locator(folder).find("").program("postgres")).isEqualTo(newest);
    }

    @Test
    void a_cached_one_that_does_not_run_is_passed_over_and_the_error_names_every_place() throws IOException {
        Path entry = folder.resolve("cache/postgres/15.18");
        Path cached = programs(entry.resolve("root/usr/lib/postgresql/15/bin"), "15.18");
        Files.writeString(entry.resolve("source.txt"), "From a test.");
        assertThat(locator(folder).find("").program("postgres")).isEqualTo(cached);
        assertThat(locator(folder).find("").source()).isEqualTo("From a test.");

        program(cached, "echo 'libpq.so.5: cannot open shared object file' >&2; exit 127");

        assertThatThrownBy(() -> locator(folder).find(""))
                .isInstanceOf(ClusterException.class)
                .hasMessageContaining("neither -Dholdfast.postgres nor HOLDFAST_POSTGRES")
                .hasMessageContaining("PATH and ")
                .hasMessageContaining("cannot open shared object file")
                .hasMessageContaining("'nosuch', its archive has no fitting package")
                .hasMessageContaining("-Dholdfast.postgres=/path/to/postgres")
                .hasMessageContaining("-Dholdfast.postgres=skip");
    }

    private PostgresLocator locator(Path onPath) throws IOException {
        Path release = Files.writeString(folder.resolve("os-release"), "ID=nosuch\n");
        return new PostgresLocator(
                Map.of("PATH", onPath.toString()),
                new UserCache(folder.resolve("cache")),
                new AptArchive(folder, release),
                folder.resolve("system"),
                line -> {});
    }

    private static Path programs(Path bin, String version) throws IOException {
        Files.createDirectories(bin);
        program(bin.resolve("initdb"), "echo 'initdb (PostgreSQL) " + version + "'");
        return program(bin.resolve("postgres"), "echo 'postgres (PostgreSQL) " + version + "'");
    }

    private static Path program(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
