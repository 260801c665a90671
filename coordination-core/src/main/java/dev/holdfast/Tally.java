package dev.holdfast;

import dev.holdfast.spi.Entry;
import dev.holdfast.spi.WriteCondition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The state of a counter: its value, and which operations made it so.
 *
 * @param value the value
 * @param operations the latest operations, newest first, {@link #REMEMBERED} at most
 * @param revision the revision of the entry; {@link #NEVER} if there is none
 */
record Tally(long value, List<String> operations, long revision) {

    private static final int REMEMBERED = 16;
    private static final long NEVER = -1;
    private static final Pattern SHAPE = Pattern.compile("-?[0-9]{1,19}( [0-9a-z-]+){1," + REMEMBERED + "}");

    /** What can be said of an operation that was to be applied to one state, when a later state is seen. */
    enum Fate {
        /** It was applied. */
        APPLIED,
        /** It was not, and never will be: another one took its place. */
        REFUSED,
        /** It has not been applied so far; a try on the same state excludes that both are. */
        OPEN,
        /** Too much has happened since. */
        UNKNOWN
    }

    Tally {
        operations = List.copyOf(operations);
    }

    static Tally of(String what, Optional<Entry> found) {
        if (found.isEmpty()) {
            return new Tally(0, List.of(), NEVER);
        }
        String text = new String(found.get().value(), StandardCharsets.UTF_8);
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalStateException("what is stored for " + what + " is no counter: " + found.get());
        }
        List<String> parts = List.of(text.split(" ", -1));
        return new Tally(
                Long.parseLong(parts.get(0)),
                parts.subList(1, parts.size()),
                found.get().revision());
    }

    /** @throws ArithmeticException if the sum is no {@code long} */
    Tally plus(long delta, String operation) {
        List<String> latest = Stream.concat(Stream.of(operation), operations.stream())
                .limit(REMEMBERED)
                .toList();
        return new Tally(Math.addExact(value, delta), latest, revision);
    }

    Tally at(long written) {
        return new Tally(value, operations, written);
    }

    byte[] bytes() {
        return (value + " " + String.join(" ", operations)).getBytes(StandardCharsets.UTF_8);
    }

    WriteCondition unchanged() {
        return revision == NEVER ? new WriteCondition.Absent() : new WriteCondition.AtRevision(revision);
    }

    /** Returns what became of an operation on this state, now that a later one is seen. */
    Fate fate(String operation, Tally later) {
        if (later.revision == revision) {
            return Fate.OPEN;
        }
        if (later.operations.contains(operation)) {
            return Fate.APPLIED;
        }
        boolean complete = operations.isEmpty()
                ? later.revision != NEVER && later.operations.size() < REMEMBERED
                : later.operations.contains(operations.get(0));
        return complete ? Fate.REFUSED : Fate.UNKNOWN;
    }
}
