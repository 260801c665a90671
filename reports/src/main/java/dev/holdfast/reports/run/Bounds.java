package dev.holdfast.reports.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The limits a scenario sets, by name; a limit that is not set is not checked. */
public record Bounds(@JsonValue SortedMap<String, Long> limits) {
    private static final java.util.Set<String> KNOWN =
            java.util.Set.of("recoveryMsMax", "unavailabilityMsMax", "operationsMin", "blockingMsMax");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Bounds {
        for (Map.Entry<String, Long> limit : limits.entrySet()) {
            if (!KNOWN.contains(limit.getKey())) {
                throw new IllegalArgumentException(
                        "bound '" + limit.getKey() + "' is unknown; known: " + new java.util.TreeSet<>(KNOWN));
            }
            if (limit.getValue() < 0) {
                throw new IllegalArgumentException(
                        "bound " + limit.getKey() + " must not be negative, but is " + limit.getValue());
            }
        }
        limits = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }

    public static Bounds none() {
        return new Bounds(new TreeMap<>());
    }

    /** Returns these bounds and one more. */
    public Bounds with(String name, long limit) {
        SortedMap<String, Long> more = new TreeMap<>(limits);
        more.put(name, limit);
        return new Bounds(more);
    }

    /** The longest time from the end of the last fault to the first operation that succeeds. */
    public OptionalLong recoveryMsMax() {
        return find("recoveryMsMax");
    }

    /** The longest time without an operation that succeeds. */
    public OptionalLong unavailabilityMsMax() {
        return find("unavailabilityMsMax");
    }

    /** The least number of successful operations of each recipe that makes the run worth judging. */
    public OptionalLong operationsMin() {
        return find("operationsMin");
    }

    /** The longest time for which a poison pill may keep good records behind it from delivery. */
    public OptionalLong blockingMsMax() {
        return find("blockingMsMax");
    }

    private OptionalLong find(String name) {
        Long limit = limits.get(name);
        return limit == null ? OptionalLong.empty() : OptionalLong.of(limit);
    }
}
