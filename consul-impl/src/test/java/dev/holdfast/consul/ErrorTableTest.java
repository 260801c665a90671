package dev.holdfast.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.consul.ErrorTable.Effect;
import dev.holdfast.consul.StoreFault.NoAnswer;
import dev.holdfast.consul.StoreFault.NotSent;
import dev.holdfast.consul.StoreFault.Refused;
import dev.holdfast.model.Conflict;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTableTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | No cluster leader                                                             | NONE
            500 | rpc error making call: No cluster leader                                      | NONE
            500 | rpc error making call: rpc error making call: No cluster leader               | NONE
            500 | node is not the leader                                                        | NONE
            500 | rpc error getting client: failed to get conn: dial tcp 10.0.0.1:8300: refused | NONE
            403 | Permission denied                                                             | NONE
            409 | {"Errors":[{"OpIndex":0,"What":"Permission denied"}]}                         | NONE
            413 | Value exceeds 524288 byte limit                                               | NONE
            429 | Your IP is issuing too many concurrent connections                            | NONE
            409 | {"Errors":[{"OpIndex":0,"What":"invalid session \\"3f\\""}]}                  | SESSION_OVER
            409 | {"Errors":[{"OpIndex":0,"What":"failed to set key \\"a\\", index is stale"}]} | CONFLICT
            409 | {"Errors":[{"OpIndex":0,"What":"key \\"a\\" doesn't exist"}]}                 | CONFLICT
            """)
    void what_is_in_the_table_is_known(int status, String text, Effect effect) {
        assertThat(ErrorTable.effectOf(status, text)).isEqualTo(effect);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "leadership lost while committing log",
                "rpc error making call: leadership lost while committing log",
                "rpc error making call: EOF",
                "rpc error making call: read tcp 10.0.0.1:8300: i/o timeout",
                "rpc error getting client: something nobody has seen",
                "raft is already shutdown",
                "timed out enqueuing operation",
                ""
            })
    void an_error_that_is_not_in_the_table_is_unknown(String text) {
        assertThat(ErrorTable.effectOf(500, text)).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void a_text_of_the_table_with_another_status_is_unknown() {
        assertThat(ErrorTable.effectOf(502, "No cluster leader")).isEqualTo(Effect.UNKNOWN);
        assertThat(ErrorTable.effectOf(409, "some new reason")).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void a_request_without_a_connection_did_nothing_and_one_without_an_answer_may_have() {
        assertThat(ErrorTable.effectOf(new NotSent("a:1", new ConnectException("refused"))))
                .isEqualTo(Effect.NONE);
        assertThat(ErrorTable.effectOf(new NoAnswer("a:1", new IOException("timeout"))))
                .isEqualTo(Effect.UNKNOWN);
        assertThat(ErrorTable.effectOf(new Refused("a:1", 500, "rpc error making call: EOF")))
                .isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void each_effect_of_a_write_is_told_by_its_own_kind_of_error() {
        assertThat(ErrorTable.ofWrite("write", Effect.NONE, null)).isInstanceOf(Unavailable.class);
        assertThat(ErrorTable.ofWrite("write", Effect.UNKNOWN, null)).isInstanceOf(Indeterminate.class);
        assertThat(ErrorTable.ofWrite("write", Effect.CONFLICT, null)).isInstanceOf(Conflict.class);
        assertThat(ErrorTable.ofWrite("write", Effect.SESSION_OVER, null)).isInstanceOf(SessionExpired.class);
    }
}
