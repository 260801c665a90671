package dev.holdfast.chaos.scenario;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The shortest selection of scenarios that has a scenario. */
public enum Suite {
    /** A few minutes: each kind of claim once. */
    SMOKE,
    /** What is run when nothing is said. */
    MATRIX,
    /** Run by name, or when all are asked for. */
    NIGHTLY;

    static final Map<String, Suite> WORDS =
            Arrays.stream(values()).collect(Collectors.toMap(Suite::word, Function.identity()));

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
