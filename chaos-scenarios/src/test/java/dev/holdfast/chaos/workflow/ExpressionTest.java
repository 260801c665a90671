package dev.holdfast.chaos.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    private final TaskResult result = new TaskResult(2, " leader: m1\n");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exitCode == 2",
                "exitCode != 0 && exitCode <= 2",
                "exitCode in [0, 2]",
                "exitCode not in [0, 1]",
                "stdout == 'leader: m1'",
                "stdout == \"leader: m1\"",
                "stdout contains 'm1' and not (stdout startsWith \"m1\")",
                "stdout endsWith 'm1'",
                "stdout matches 'm[0-9]$'",
                "stdout matches '\\\\d'",
                "!(exitCode == 0) || false",
                "exitCode == 0 or exitCode > -1 and true",
                "(exitCode == 2) == true",
                "not exitCode == 0"
            })
    void a_condition_holds(String text) {
        assertThat(Expression.parse(text).isTrue(result)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exitCode == 0",
                "exitCode in []",
                "exitCode < 2 || stdout == ''",
                "stdout == ' leader: m1'",
                "false and true or false"
            })
    void a_condition_does_not_hold(String text) {
        assertThat(Expression.parse(text).isTrue(result)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "exitCode",
                "exitcode == 0",
                "exitCode == '0'",
                "exitCode = 0",
                "exitCode == 0 exitCode",
                "exitCode == ",
                "(exitCode == 0",
                "exitCode + 1 == 2",
                "stdout in 'm1'",
                "stdout matches '['",
                "stdout matches stdout",
                "exitCode contains 'x'",
                "len(stdout) > 0",
                "not stdout",
                "true < false",
                "exitCode in [0, 'x']",
                "stdout == 'open"
            })
    void what_cannot_be_a_condition_is_refused_when_it_is_read(String text) {
        assertThatThrownBy(() -> Expression.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
