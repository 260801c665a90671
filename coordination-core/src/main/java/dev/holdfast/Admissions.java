package dev.holdfast;

import dev.holdfast.spi.EntryState;
import dev.holdfast.spi.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who has been let in through a double barrier: everybody up to a token.
 *
 * @param ends the last token of each generation, the latest first, {@link #REMEMBERED} at most
 * @param state the entry that says so
 */
record Admissions(List<Long> ends, EntryState state) {

    private static final int REMEMBERED = 16;
    private static final Pattern SHAPE = Pattern.compile("[0-9]{1,19}( [0-9]{1,19}){0," + (REMEMBERED - 1) + "}");

    Admissions {
        ends = List.copyOf(ends);
    }

    static Admissions of(String what, EntryState state) {
        String text = state.entry()
                .map(entry -> new String(entry.value(), StandardCharsets.UTF_8))
                .orElse("");
        if (!text.isEmpty() && !SHAPE.matcher(text).matches()) {
            throw new IllegalStateException("what is stored for " + what + " says nobody's admission: " + text);
        }
        List<Long> ends = text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
        return new Admissions(ends, state);
    }

    boolean includes(long token) {
        return !ends.isEmpty() && token <= ends.get(0);
    }

    /** Returns whether two tokens that have been let in were so together, as far as that is remembered. */
    boolean areTogether(long one, long other) {
        return ends.stream().noneMatch(end -> (one <= end) != (other <= end));
    }

    /** Returns the value that lets in everybody up to a token. */
    byte[] extendedTo(long token) {
        return Stream.concat(Stream.of(token), ends.stream())
                .limit(REMEMBERED)
                .map(String::valueOf)
                .collect(Collectors.joining(" "))
                .getBytes(StandardCharsets.UTF_8);
    }

    WriteCondition unchanged() {
        return state.entry()
                .<WriteCondition>map(entry -> new WriteCondition.AtRevision(entry.revision()))
                .orElseGet(WriteCondition.Absent::new);
    }
}
