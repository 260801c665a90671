package dev.holdfast.reports.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path folder;

    private static Event note(long t, String f) {
        return new Event.Noted(t, "p", f, "lock:x", Values.none());
    }

    @Test
    void lines_out_of_order_are_sorted_stably_and_keep_their_line_numbers() {
        Path file = write(note(5, "third"), note(1, "first"), note(5, "fourth"), note(2, "second"));
        History history = HistoryReader.read(file);
        assertThat(history.events())
                .extracting(numbered -> ((Event.Noted) numbered.event()).f() + numbered.number())
                .containsExactly("first2", "second4", "third1", "fourth3");
        assertThat(history.startsAt()).isEqualTo(1);
        assertThat(history.endsAt()).isEqualTo(5);
    }

    @Test
    void a_last_line_that_was_cut_off_is_counted_and_left_out() throws IOException {
        Path file = write(note(1, "first"));
        Files.writeString(file, "{\"t\":2,\"type\":\"no", StandardOpenOption.APPEND);
        History history = HistoryReader.read(file);
        assertThat(history.events()).hasSize(1);
        assertThat(history.truncatedLines()).isEqualTo(1);
    }

    @Test
    void a_last_line_without_a_line_break_that_is_whole_counts() throws IOException {
        Path file = folder.resolve("h");
        Files.writeString(file, EventLine.encode(note(1, "first")));
        assertThat(HistoryReader.read(file).events()).hasSize(1);
        assertThat(HistoryReader.read(file).truncatedLines()).isZero();
    }

    @Test
    void a_bad_line_in_the_middle_is_an_error_that_names_it() throws IOException {
        Path file = write(note(1, "first"));
        Files.writeString(file, "{\"t\":2,\"type\":\"no\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> HistoryReader.read(file))
                .isInstanceOf(BadHistory.class)
                .hasMessageContaining("line 2: not JSON");
    }

    @Test
    void an_empty_file_is_an_empty_history() throws IOException {
        Path file = folder.resolve("h");
        Files.writeString(file, "");
        assertThat(HistoryReader.read(file).isEmpty()).isTrue();
    }

    @Test
    void a_writer_refuses_a_line_that_is_no_event_and_writes_nothing() {
        Path file = folder.resolve("h");
        try (HistoryWriter writer = HistoryWriter.open(file)) {
            assertThatThrownBy(() -> writer.appendLine("hello")).isInstanceOf(BadHistory.class);
            writer.appendLine(EventLine.encode(note(1, "first")));
        }
        assertThat(HistoryReader.read(file).events()).hasSize(1);
    }

    @Test
    void a_closed_writer_says_so() {
        HistoryWriter writer = HistoryWriter.open(folder.resolve("h"));
        writer.close();
        writer.close();
        assertThatThrownBy(() -> writer.append(note(1, "x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void an_operation_without_completion_is_indeterminate() {
        History history = History.of(List.of(
                new Event.Invoked(1, "p", 1, "acquire", "lock:x", Values.none()),
                new Event.Invoked(2, "q", 1, "acquire", "lock:x", Values.none()),
                new Event.Completed(3, Outcome.OK, "q", 1, "acquire", "lock:x", Values.of("token", 1L), "")));
        assertThat(history.operations()).hasSize(2);
        assertThat(history.operations().get(0).isInfo()).isTrue();
        assertThat(history.operations().get(0).returnedAt()).isEqualTo(Operation.NEVER);
        assertThat(history.operations().get(1).result().number("token")).isEqualTo(1);
    }

    @Test
    void a_completion_without_invocation_is_an_error() {
        List<Event> events =
                List.of(new Event.Completed(3, Outcome.OK, "q", 1, "acquire", "lock:x", Values.none(), ""));
        assertThatThrownBy(() -> History.of(events))
                .hasMessage("event 1: operation 1 of process q completes, but was not invoked before");
    }

    private Path write(Event... events) {
        Path file = folder.resolve("history.jsonl");
        try (HistoryWriter writer = HistoryWriter.open(file)) {
            for (Event event : events) {
                writer.append(event);
            }
        }
        return file;
    }
}
