package dev.holdfast.chaos.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path temp;

    private final List<String> told = new ArrayList<>();

    private Path journals() {
        return temp.resolve("journals");
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name).resolve("below")).getParent();
    }

    /** Leaves behind what the journal of a killed run would be. */
    private Path killed(String run) throws IOException {
        Path file = journals().resolve(run + Journal.SUFFIX);
        Path copy = temp.resolve("copy");
        Files.copy(file, copy);
        return copy;
    }

    private void asAfterAKill(String run, String more) throws IOException {
        Path copy = killed(run);
        Files.move(copy, journals().resolve("killed" + Journal.SUFFIX));
        Files.writeString(journals().resolve("killed" + Journal.SUFFIX), more, StandardOpenOption.APPEND);
    }

    @Test
    void what_a_killed_run_left_is_undone_by_the_next() throws IOException {
        Path made = folder("made");
        Path undone = folder("undone");
        Journal journal = Journal.begin(journals(), "run");
        journal.note(new Undo.RemoveFolder(made));
        journal.note(new Undo.RemoveFolder(undone)).undo();
        assertThat(journal.open()).containsExactly("folder " + made);
        asAfterAKill("run", "");

        Leftovers.undo(journals(), told::add);

        assertThat(made).doesNotExist();
        assertThat(told).singleElement().asString().contains(made.toString());
        assertThat(journals().resolve("killed.journal")).doesNotExist();
        journal.close();
    }

    @Test
    void the_journal_of_a_run_that_lives_is_left_alone() throws IOException {
        Path made = folder("made");
        try (Journal journal = Journal.begin(journals(), "run")) {
            journal.note(new Undo.RemoveFolder(made));

            Leftovers.undo(journals(), told::add);

            assertThat(made).exists();
            assertThat(told).isEmpty();
        }
    }

    @Test
    void the_end_of_a_journal_undoes_what_is_open_and_removes_it() throws IOException {
        Path made = folder("made");
        Journal journal = Journal.begin(journals(), "run");
        journal.note(new Undo.RemoveFolder(made));

        journal.close();

        assertThat(made).doesNotExist();
        assertThat(journals()).isEmptyDirectory();
    }

    @Test
    void a_line_that_was_being_written_when_its_writer_was_killed_speaks_of_nothing() throws IOException {
        Path made = folder("made");
        Journal journal = Journal.begin(journals(), "run");
        journal.note(new Undo.RemoveFolder(made));
        asAfterAKill("run", "{\"number\":2,\"un");

        Leftovers.undo(journals(), told::add);

        assertThat(made).doesNotExist();
        journal.close();
    }

    @Test
    void a_line_that_cannot_be_read_is_told_with_its_number() throws IOException {
        Journal journal = Journal.begin(journals(), "run");
        asAfterAKill("run", "nonsense\n{\"number\":1}\n");

        assertThatThrownBy(() -> Leftovers.undo(journals(), told::add))
                .hasMessageContaining("killed.journal")
                .hasStackTraceContaining("line 1 ");
        journal.close();
    }

    @Test
    void what_cannot_be_undone_is_told_and_its_journal_stays() throws IOException {
        Path group = folder("group");
        Journal journal = Journal.begin(journals(), "run");
        journal.note(new Undo.RemoveControlGroup(group));

        assertThatThrownBy(journal::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not undone: control group " + group);

        assertThat(journals().resolve("run.journal")).exists();
    }

    @Test
    void a_loop_device_that_is_not_there_needs_no_undoing() {
        Undo undo = new Undo.DetachLoop(Path.of("/dev/loop-of-nobody"), temp.resolve("image"));

        undo.carryOut();

        assertThat(undo.isDone()).isTrue();
    }

    @Test
    void nothing_is_left_where_no_run_ever_was() {
        Leftovers.undo(journals(), told::add);

        assertThat(told).isEmpty();
    }
}
