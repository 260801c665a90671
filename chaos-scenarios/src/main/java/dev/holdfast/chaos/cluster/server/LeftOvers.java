package dev.holdfast.chaos.cluster.server;

import java.util.ArrayList;
import java.util.List;

/**
 * What clients have left at a store.
 *
 * @param sessions the store's names of sessions
 * @param entries the keys or nodes that are bound to one, or stand in a queue
 * @param watches how many watches the members hold; 0 where the store does not tell
 */
public record LeftOvers(List<String> sessions, List<String> entries, long watches) {

    static final LeftOvers NOTHING = new LeftOvers(List.of(), List.of(), 0);

    public LeftOvers {
        sessions = List.copyOf(sessions);
        entries = List.copyOf(entries);
    }

    public boolean isNothing() {
        return sessions.isEmpty() && entries.isEmpty() && watches == 0;
    }

    /** Returns the names of everything that has one, for people. */
    public String names() {
        List<String> names = new ArrayList<>(sessions);
        names.addAll(entries);
        return String.join(", ", names);
    }
}
