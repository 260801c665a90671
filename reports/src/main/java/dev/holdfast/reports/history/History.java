package dev.holdfast.reports.history;

import dev.holdfast.reports.history.Event.Completed;
import dev.holdfast.reports.history.Event.Invoked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All events of a run ordered by time; events of one instant keep the order of the file. Each event keeps its number: the
 * line of {@code history.jsonl} it stands on, counted from 1.
 */
public final class History {
    /** An event and the line it stands on. */
    public record Numbered(int number, Event event) {}

    private record Key(String process, long op) {}

    private final List<Numbered> events;
    private final List<Operation> operations;
    private final int truncatedLines;

    History(List<Numbered> events, int truncatedLines) {
        List<Numbered> sorted = new ArrayList<>(events);
        sorted.sort(Comparator.comparingLong(numbered -> numbered.event().t()));
        this.events = List.copyOf(sorted);
        this.truncatedLines = truncatedLines;
        this.operations = List.copyOf(pair(this.events));
    }

    /** Returns the history of these events, numbered from 1 in the order given. */
    public static History of(List<? extends Event> events) {
        List<Numbered> numbered = new ArrayList<>();
        for (Event event : events) {
            numbered.add(new Numbered(numbered.size() + 1, event));
        }
        return new History(numbered, 0);
    }

    public List<Numbered> events() {
        return events;
    }

    /** Returns the operations in the order of their calls. */
    public List<Operation> operations() {
        return operations;
    }

    /** Returns how many lines were dropped because the last one was cut off: 0 or 1. */
    public int truncatedLines() {
        return truncatedLines;
    }

    /** Returns the events of one kind, in order. */
    public <E extends Event> List<E> all(Class<E> kind) {
        List<E> found = new ArrayList<>();
        for (Numbered numbered : events) {
            if (kind.isInstance(numbered.event())) {
                found.add(kind.cast(numbered.event()));
            }
        }
        return found;
    }

    public boolean isEmpty() {
        return events.isEmpty();
    }

    /** Returns the time of the first event, or 0 when there is none. */
    public long startsAt() {
        return events.isEmpty() ? 0 : events.get(0).event().t();
    }

    /** Returns the time of the last event, or 0 when there is none. */
    public long endsAt() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).event().t();
    }

    private static List<Operation> pair(List<Numbered> events) {
        Map<Key, Integer> open = new LinkedHashMap<>();
        List<Operation> operations = new ArrayList<>();
        for (Numbered numbered : events) {
            if (numbered.event() instanceof Invoked call) {
                Integer twice = open.put(new Key(call.process(), call.op()), operations.size());
                if (twice != null) {
                    throw new BadHistory("event " + numbered.number() + ": operation " + call.op() + " of process "
                            + call.process() + " was already invoked in event "
                            + operations.get(twice).callNumber());
                }
                operations.add(Operation.open(numbered.number(), call));
            } else if (numbered.event() instanceof Completed completion) {
                complete(open, operations, numbered.number(), completion);
            }
        }
        return operations;
    }

    private static void complete(Map<Key, Integer> open, List<Operation> operations, int number, Completed completion) {
        Integer index = open.get(new Key(completion.process(), completion.op()));
        if (index == null) {
            throw new BadHistory("event " + number + ": operation " + completion.op() + " of process "
                    + completion.process() + " completes, but was not invoked before");
        }
        Operation operation = operations.get(index);
        if (operation.returnNumber() != operation.callNumber()) {
            throw new BadHistory("event " + number + ": operation " + completion.op() + " of process "
                    + completion.process() + " was already completed in event " + operation.returnNumber());
        }
        operations.set(index, new Operation(operation.callNumber(), operation.call(), number, completion));
    }
}
