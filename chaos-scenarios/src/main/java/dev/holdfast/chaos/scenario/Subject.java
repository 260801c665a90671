package dev.holdfast.chaos.scenario;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a scenario is run against. */
public enum Subject {
    ZOOKEEPER,
    ETCD,
    CONSUL,
    KAFKA;

    static final Map<String, Subject> WORDS =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Subject::word, Function.identity()));

    /** Returns the name in scenario files, which is also the value of the label {@code app.kubernetes.io/name}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether the recipes run on it, rather than producers and consumers. */
    public boolean isStore() {
        return this != KAFKA;
    }
}
