package dev.holdfast.chaos.fault.clock;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The clocks that a manifest may name, by their numbers in Linux. Source: include/uapi/linux/time.h. */
public enum ClockId {
    CLOCK_REALTIME(0),
    CLOCK_MONOTONIC(1),
    CLOCK_PROCESS_CPUTIME_ID(2),
    CLOCK_THREAD_CPUTIME_ID(3),
    CLOCK_MONOTONIC_RAW(4),
    CLOCK_REALTIME_COARSE(5),
    CLOCK_MONOTONIC_COARSE(6),
    CLOCK_BOOTTIME(7),
    CLOCK_REALTIME_ALARM(8),
    CLOCK_BOOTTIME_ALARM(9);

    /** Each clock by its name, which is that of its constant. */
    static final Map<String, ClockId> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toMap(ClockId::name, Function.identity()));

    private final int number;

    ClockId(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /**
     * Returns the clocks with the coarse twins of those that have one: a program may ask for the time of one clock through
     * either, and must not be told two.
     */
    static Set<ClockId> withTwins(Set<ClockId> asked) {
        Set<ClockId> all = EnumSet.copyOf(asked);
        if (asked.contains(CLOCK_REALTIME)) {
            all.add(CLOCK_REALTIME_COARSE);
        }
        if (asked.contains(CLOCK_MONOTONIC)) {
            all.add(CLOCK_MONOTONIC_COARSE);
        }
        return all;
    }
}
