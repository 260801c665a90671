package dev.holdfast.chaos.cluster.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AptArchiveTest {

    @TempDir
    Path etc;

    @Test
    void the_source_of_the_own_release_is_found_among_foreign_ones() throws IOException {
        write("os-release", "ID=debian\nVERSION_CODENAME=bookworm\n");
        write("apt/sources.list.d/a-foreign.list", "deb http://foreign.example stable-tools main\n");
        write("apt/sources.list.d/debian.sources", """
                Types: deb
                URIs: http://security.example
                Suites: bookworm-security
                Components: main

                Types: deb
                URIs: http://archive.example
                Suites: bookworm
                Components: main
                """);

        assertThat(archive().find().source()).get().extracting(AptSource::uri).isEqualTo("http://archive.example");
    }

    @Test
    void another_distribution_is_passed_over_with_its_name() throws IOException {
        write("os-release", "ID=fedora\n");

        assertThat(archive().find().reason()).contains("fedora");
    }

    private AptArchive archive() {
        return new AptArchive(etc, etc.resolve("os-release"));
    }

    private void write(String name, String text) throws IOException {
        Path file = etc.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
