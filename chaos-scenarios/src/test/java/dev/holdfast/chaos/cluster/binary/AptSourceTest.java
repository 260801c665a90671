package dev.holdfast.chaos.cluster.binary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AptSourceTest {

    @Test
    void a_deb822_file_gives_one_source_for_each_address() {
        List<AptSource> sources = AptSource.parseDeb822("""
                Types: deb
                # a comment between the fields
                URIs: http://one.example/debian
                 http://two.example/debian
                Suites: bookworm bookworm-updates
                Components: main contrib
                Signed-By: /usr/share/keyrings/archive.gpg

                Types: deb-src
                URIs: http://one.example/debian
                Suites: bookworm
                Components: main
                """);

        assertThat(sources)
                .containsExactly(
                        new AptSource(
                                "http://one.example/debian",
                                List.of("bookworm", "bookworm-updates"),
                                List.of("main", "contrib"),
                                "/usr/share/keyrings/archive.gpg"),
                        new AptSource(
                                "http://two.example/debian",
                                List.of("bookworm", "bookworm-updates"),
                                List.of("main", "contrib"),
                                "/usr/share/keyrings/archive.gpg"));
    }

    @Test
    void a_disabled_stanza_is_no_source() {
        assertThat(AptSource.parseDeb822(
                        "Enabled: no\nTypes: deb\nURIs: http://one.example\nSuites: sid\nComponents: main\n"))
                .isEmpty();
    }

    @Test
    void a_key_within_the_file_is_left_to_apt() {
        List<AptSource> sources = AptSource.parseDeb822("""
                Types: deb
                URIs: http://one.example
                Suites: sid
                Components: main
                Signed-By:
                 -----BEGIN PGP PUBLIC KEY BLOCK-----
                 .
                 mDMEYCQjIxYJKwYBBAHaRw8BAQdAD/P5Nvvnvk66SxBBHDbhRml9ORg1WV5CvzKY
                """);

        assertThat(sources).singleElement().extracting(AptSource::signedBy).isEqualTo("");
    }

    @Test
    void a_one_line_list_gives_one_source_for_each_deb_line() {
        List<AptSource> sources = AptSource.parseOneLine("""
                # deb http://commented.example bookworm main
                deb [arch=amd64 signed-by=/etc/keys/a.gpg] http://one.example/debian bookworm main contrib
                deb-src http://one.example/debian bookworm main
                deb http://two.example/debian bookworm main # the rest is a comment
                """);

        assertThat(sources)
                .containsExactly(
                        new AptSource(
                                "http://one.example/debian",
                                List.of("bookworm"),
                                List.of("main", "contrib"),
                                "/etc/keys/a.gpg"),
                        new AptSource("http://two.example/debian", List.of("bookworm"), List.of("main"), ""));
    }

    @Test
    void another_suite_is_asked_of_the_same_archive_under_the_same_key() {
        AptSource source = new AptSource("http://one.example/debian", List.of("bookworm"), List.of("main"), "/k.gpg");

        assertThat(source.lineFor("trixie"))
                .isEqualTo("deb [signed-by=/k.gpg] http://one.example/debian trixie main\n");
    }
}
