package dev.holdfast.chaos.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "+0, 0",
        "0s, 0",
        "300ms, 300000000",
        "1.5s, 1500000000",
        ".5s, 500000000",
        "1.s, 1000000000",
        "1h2m3.5s, 3723500000000",
        "-1.5h, -5400000000000",
        "2h45m, 9900000000000",
        "1us, 1000",
        "1\u00b5s, 1000",
        "1\u03bcs, 1000",
        "1.9ns, 1",
        "9223372036854775807ns, 9223372036854775807",
        "1m1m, 120000000000",
    })
    void reads_what_go_reads(String text, long nanos) {
        assertThat(GoDuration.parse(text).toNanos()).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+",
                "3",
                "1.5",
                ".s",
                "s",
                "1d",
                "1 s",
                " 1s",
                "1S",
                "--1s",
                "1s-",
                "1e3s",
                "9223372036854775808ns",
                "300000h300000h3000000h"
            })
    void refuses_what_go_refuses(String text) {
        assertThatThrownBy(() -> GoDuration.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
