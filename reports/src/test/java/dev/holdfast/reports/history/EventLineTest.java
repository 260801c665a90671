package dev.holdfast.reports.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventLineTest {
    static List<Event> every_kind() {
        Values value = Values.of("token", 7L).with("holder", "client-1").with("held", true);
        return List.of(
                new Event.Invoked(1, "client-1/lock", 7, "acquire", "lock:orders", Values.none()),
                new Event.Completed(2, Outcome.OK, "client-1/lock", 7, "acquire", "lock:orders", value, ""),
                new Event.Completed(2, Outcome.FAIL, "client-1/lock", 8, "acquire", "lock:orders", value, "no quorum"),
                new Event.Completed(2, Outcome.INFO, "client-1/lock", 9, "acquire", "lock:orders", value, "timed out"),
                new Event.Noted(3, "client-1/lock", "lost", "lock:orders", value),
                new Event.FaultChanged(
                        4, FaultPhase.STARTED, "cut", "NetworkChaos", "partition", List.of("etcd-2"), 50, value),
                new Event.FaultChanged(5, FaultPhase.ENDED, "cut", "NetworkChaos", "", List.of(), 0, Values.none()),
                new Event.EffectSeen(
                        6, "cut", true, List.of(new Evidence("dropped-packets", "etcd-2", 4211, "packets", "nft"))),
                new Event.PhaseBegan(7, RunPhase.WARM_UP),
                new Event.RoleSeen(8, "etcd-1", Role.LEADER, Values.of("term", 3L)));
    }

    @ParameterizedTest
    @MethodSource("every_kind")
    void an_event_reads_back_as_it_was_written(Event event) {
        String line = EventLine.encode(event);
        Event back = EventLine.decode(line);
        assertThat(EventLine.encode(back)).isEqualTo(line).doesNotContain("\n");
        assertThat(back.words()).isEqualTo(event.words());
        assertThat(back.getClass()).isEqualTo(event.getClass());
    }

    @Test
    void a_line_as_documented_is_read() {
        Event event = EventLine.decode("{\"t\":5,\"type\":\"phase\",\"name\":\"warm-up\"}");
        assertThat(event).isEqualTo(new Event.PhaseBegan(5, RunPhase.WARM_UP));
        Event invoke = EventLine.decode("{\"t\":1,\"type\":\"invoke\",\"process\":\"a\",\"op\":7,\"f\":\"acquire\","
                + "\"subject\":\"lock:x\",\"value\":{\"token\":3,\"gone\":null}}");
        assertThat(((Event.Invoked) invoke).value().number("token")).isEqualTo(3);
        assertThat(((Event.Invoked) invoke).value().has("gone")).isFalse();
    }

    @Test
    void a_missing_field_is_named() {
        assertThatThrownBy(() -> EventLine.decode("{\"t\":1,\"type\":\"invoke\",\"process\":\"a\"}"))
                .isInstanceOf(BadHistory.class)
                .hasMessageContaining("'op' must be a whole number");
    }

    @Test
    void an_unknown_word_is_answered_with_the_known_ones() {
        assertThatThrownBy(() -> EventLine.decode("{\"t\":1,\"type\":\"begin\"}"))
                .hasMessageContaining("'begin' is unknown; known: invoke");
        assertThatThrownBy(() -> EventLine.decode("{\"t\":1,\"type\":\"phase\",\"name\":\"heat\"}"))
                .hasMessageContaining("known: warm-up, baseline, fault, recover, final");
    }

    @Test
    void a_wrong_field_of_a_value_is_named() {
        Values values = Values.of("token", "seven");
        assertThatThrownBy(() -> values.number("token"))
                .hasMessage("field 'token' must be a whole number, but is 'seven'");
        assertThatThrownBy(() -> values.number("seq")).hasMessage("value has no field 'seq'; it has [token]");
        assertThat(values.findNumber("seq")).isEmpty();
        assertThat(values.isSet("accepted")).isFalse();
    }
}
