package dev.holdfast.reports.check;

import dev.holdfast.reports.history.Event.Noted;
import dev.holdfast.reports.history.History;
import dev.holdfast.reports.history.History.Numbered;
import dev.holdfast.reports.history.Operation;
import dev.holdfast.reports.history.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The puts of a run and what each watcher saw of them. */
record ConfigLedger(List<Operation> puts, List<Watcher> watchers, Map<Entry, Operation> byValue) {
    record Entry(String subject, String value) {}

    /** What one watcher saw of one key; {@code read} is null when it made no final read. */
    record Watcher(
            String process,
            String subject,
            List<Numbered> seen,
            @Nullable Operation read) {
        Optional<Operation> finalRead() {
            return Optional.ofNullable(read);
        }
    }

    private record Place(String process, String subject) {}

    static ConfigLedger of(History history) {
        List<Operation> puts = new ArrayList<>();
        Map<Entry, Operation> byValue = new HashMap<>();
        Map<Place, Operation> reads = new LinkedHashMap<>();
        Map<Place, List<Numbered>> seen = new LinkedHashMap<>();
        for (Numbered numbered : history.events()) {
            if (numbered.event() instanceof Noted note
                    && note.f().equals("watched")
                    && note.subject().startsWith("config:")) {
                seen.computeIfAbsent(new Place(note.process(), note.subject()), p -> new ArrayList<>())
                        .add(numbered);
            }
        }
        for (Operation operation : Recipes.operations(history, "config")) {
            if (operation.is("put") && !operation.isFail()) {
                puts.add(operation);
                byValue.put(new Entry(operation.subject(), operation.input().text("value")), operation);
            } else if (operation.is("final-read")) {
                Place place = new Place(operation.process(), operation.subject());
                reads.put(place, operation);
                seen.computeIfAbsent(place, p -> new ArrayList<>());
            }
        }
        List<Watcher> watchers = new ArrayList<>();
        seen.forEach(
                (place, notes) -> watchers.add(new Watcher(place.process(), place.subject(), notes, reads.get(place))));
        return new ConfigLedger(puts, watchers, byValue);
    }

    Optional<Operation> putOf(String subject, String value) {
        return Optional.ofNullable(byValue.get(new Entry(subject, value)));
    }

    /** Returns the put with the latest call among those acknowledged before {@code time}. */
    Optional<Operation> newestAcked(String subject, long time) {
        Operation newest = null;
        for (Operation put : puts) {
            if (put.isOk() && put.subject().equals(subject) && put.returnedAt() < time) {
                newest = put;
            }
        }
        return Optional.ofNullable(newest);
    }

    static boolean isPresent(Values value) {
        return !value.has("present") || value.flag("present");
    }

    static String content(Values value) {
        return isPresent(value) ? "the value " + Words.name(value.text("value")) : "no value";
    }
}
