package dev.holdfast.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {

    private final Window window = new Window();
    private final List<String> sent = new ArrayList<>();

    private void fill() {
        for (int i = 0; i < Window.MAX; i++) {
            window.send(() -> {});
        }
    }

    @Test
    void requests_are_sent_at_once_while_there_is_room() {
        window.send(() -> sent.add("one"));
        window.begin(() -> window.send(() -> sent.add("two")));
        assertThat(sent).containsExactly("one", "two");
    }

    @Test
    void what_finds_no_room_leaves_in_its_order_as_others_are_answered() {
        fill();
        window.send(() -> sent.add("one"));
        window.send(() -> sent.add("two"));
        assertThat(sent).isEmpty();
        window.answered();
        assertThat(sent).containsExactly("one");
        window.answered();
        assertThat(sent).containsExactly("one", "two");
    }

    @Test
    void something_new_waits_until_no_request_does() {
        fill();
        window.begin(() -> window.send(() -> sent.add("new")));
        window.send(() -> sent.add("one"));
        window.answered();
        assertThat(sent).containsExactly("one");
        window.answered();
        assertThat(sent).containsExactly("one", "new");
    }

    @Test
    void answers_that_come_while_sending_lead_to_no_deeper_call_each() {
        fill();
        for (int i = 0; i < 100_000; i++) {
            window.send(() -> {
                sent.add("");
                window.answered();
            });
        }
        window.answered();
        assertThat(sent).hasSize(100_000);
    }

    @Test
    void what_is_sent_while_sending_comes_after_what_was_sent_before() {
        window.send(() -> {
            window.send(() -> sent.add("second"));
            sent.add("first");
        });
        assertThat(sent).containsExactly("first", "second");
    }
}
