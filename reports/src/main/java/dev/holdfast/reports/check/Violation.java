package dev.holdfast.reports.check;

import java.util.Comparator;
import java.util.List;

/** One breach of a rule: a sentence for people and the few events, in order of time, that show it. */
public record Violation(String sentence, List<Witness> events) {
    private static final int EVENTS_MAX = 20;

    public Violation {
        events = events.stream()
                .distinct()
                .sorted(Comparator.comparingLong(Witness::t))
                .limit(EVENTS_MAX)
                .toList();
    }
}
