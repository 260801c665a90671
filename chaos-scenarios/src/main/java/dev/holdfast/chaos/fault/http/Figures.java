package dev.holdfast.chaos.fault.http;

import dev.holdfast.chaos.cluster.ClusterException;
import java.util.HashMap;
import java.util.Map;

/** What a proxy has counted, as its {@link Tally} said it. */
record Figures(Map<String, Long> counts) {

    static final Figures NONE = new Figures(Map.of());

    Figures {
        counts = Map.copyOf(counts);
    }

    static Figures decode(String words) {
        Map<String, Long> counts = new HashMap<>();
        for (String word : words.split(" ", -1)) {
            String[] parts = word.split("=", 2);
            if (parts.length != 2) {
                throw new ClusterException("read the figures of a proxy: no figure in '" + words + "'");
            }
            counts.put(parts[0], Long.parseLong(parts[1]));
        }
        return new Figures(counts);
    }

    long of(String name) {
        return counts.getOrDefault(name, 0L);
    }

    double meanDelayMs() {
        return of("delayed") == 0 ? 0 : of("delayNanos") / 1e6 / of("delayed");
    }

    /** Returns whether all that was asked for was seen: a message acted upon, and held back for long enough in the mean. */
    boolean isProof(HttpRule.Actions actions) {
        return of("acted") > 0 && (actions.abort() || meanDelayMs() >= actions.delayMs());
    }
}
