package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.model.Conflict;
import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.Indeterminate;
import dev.holdfast.model.SessionExpired;
import dev.holdfast.model.Unavailable;
import java.util.EnumSet;
import java.util.Set;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.junit.jupiter.api.Test;

class ErrorTableTest {

    private static CoordinationException translate(Effect effect, Code code) {
        return ErrorTable.translate("write 'k'", effect, KeeperException.create(code));
    }

    @Test
    void a_lost_connection_leaves_a_write_unknown_and_a_read_harmless() {
        assertThat(translate(Effect.WRITE, Code.CONNECTIONLOSS)).isInstanceOf(Indeterminate.class);
        assertThat(translate(Effect.SESSION_WRITE, Code.CONNECTIONLOSS)).isInstanceOf(Indeterminate.class);
        assertThat(translate(Effect.READ, Code.CONNECTIONLOSS)).isInstanceOf(Unavailable.class);
    }

    @Test
    void the_end_of_the_session_undoes_only_what_was_bound_to_it() {
        assertThat(translate(Effect.SESSION_WRITE, Code.SESSIONEXPIRED)).isInstanceOf(SessionExpired.class);
        assertThat(translate(Effect.WRITE, Code.SESSIONEXPIRED)).isInstanceOf(Indeterminate.class);
    }

    @Test
    void a_condition_that_did_not_hold_is_a_conflict() {
        for (Code code : Set.of(Code.BADVERSION, Code.NODEEXISTS, Code.NONODE, Code.NOTEMPTY)) {
            assertThat(translate(Effect.WRITE, code)).as(code.name()).isInstanceOf(Conflict.class);
        }
    }

    @Test
    void what_the_server_refused_was_not_applied() {
        for (Code code : Set.of(Code.NOAUTH, Code.SESSIONMOVED, Code.THROTTLEDOP, Code.QUOTAEXCEEDED)) {
            assertThat(translate(Effect.WRITE, code)).as(code.name()).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void an_error_that_is_not_listed_is_indeterminate_even_for_a_read() {
        Set<Code> unlisted = EnumSet.of(
                Code.SYSTEMERROR,
                Code.RUNTIMEINCONSISTENCY,
                Code.DATAINCONSISTENCY,
                Code.MARSHALLINGERROR,
                Code.OPERATIONTIMEOUT,
                Code.APIERROR,
                Code.INVALIDCALLBACK,
                Code.NEWCONFIGNOQUORUM,
                Code.RECONFIGINPROGRESS);
        for (Code code : unlisted) {
            for (Effect effect : Effect.values()) {
                assertThat(translate(effect, code)).as(effect + " " + code).isInstanceOf(Indeterminate.class);
            }
            assertThat(ErrorTable.isPassing(code)).as(code.name()).isFalse();
        }
    }

    @Test
    void the_message_says_what_was_tried_the_error_and_what_is_known() {
        assertThat(translate(Effect.WRITE, Code.CONNECTIONLOSS))
                .hasMessage("write 'k': CONNECTIONLOSS; it may have been applied");
    }
}
