package dev.holdfast.bench.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

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

    public Sample {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** Returns what rows of one table have in common. */
    Group group() {
        return new Group(measurement, store, members);
    }

    /** Samples of the same thing on the same servers, by several contenders. */
    record Group(String measurement, String store, int members) {}
}
