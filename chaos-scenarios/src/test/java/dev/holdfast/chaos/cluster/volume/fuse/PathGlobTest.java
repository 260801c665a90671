package dev.holdfast.chaos.cluster.volume.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGlobTest {

    @ParameterizedTest
    @CsvSource({
        "/data/**/*, /data/a",
        "/data/**/*, /data/a/b/c.wal",
        "/data/**, /data/a/b",
        "/data/**/*.wal, /data/0.wal",
        "/data/*, /data/a",
        "/data/?.log, /data/1.log",
        "/data/[a-c]x, /data/bx",
        "/data/[!a-c]x, /data/dx",
        "/data/a+b.(c), /data/a+b.(c)",
        "/data, /data"
    })
    void a_path_matches(String glob, String path) {
        assertThat(PathGlob.of(glob).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/data/*, /data/a/b",
        "/data/**/*, /data",
        "/data/**, /data",
        "/data/**/*.wal, /data/a/0.walx",
        "/data/?.log, /data/12.log",
        "/data/[!a-c]x, /data/bx",
        "/data/**/*, /other/a",
        "/data/a.c, /data/abc"
    })
    void a_path_does_not_match(String glob, String path) {
        assertThat(PathGlob.of(glob).matches(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/a**", "/data/[ab"})
    void what_is_no_pattern_is_refused(String glob) {
        assertThatThrownBy(() -> PathGlob.of(glob))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(glob);
    }
}
