package dev.holdfast.bench.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One figure of one contender in one round: one line of the results.
 *
 * @param measurement what was measured
 * @param value in {@code unit}
 * @param details other figures of the same round
 */
public record Sample(
        String measurement,
        String store,
        int members,
        String contender,
        int round,
        double value,
        String unit,
        Map<String, Double> details) {

    /** A detail: grants that another holder or a higher token spoke against. */
    public static final String VIOLATIONS = "violations";

    /** A detail: what the median of the values may not exceed. */
    public static final String LIMIT = "limit";

    public Sample {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** Returns what rows of one table have in common. */
    Group group() {
        return new Group(measurement, store, members);
    }

    /** Returns the sample for people, in one line. */
    public String inWords() {
        String others = details.entrySet().stream()
                .map(entry -> entry.getKey() + " " + Table.number(entry.getValue()))
                .collect(Collectors.joining(", "));
        return "%s %d: %-18s %8s %-6s (%s)".formatted(measurement, round, contender, Table.number(value), unit, others);
    }

    /** Samples of the same thing on the same servers, by several contenders. */
    record Group(String measurement, String store, int members) {}
}
