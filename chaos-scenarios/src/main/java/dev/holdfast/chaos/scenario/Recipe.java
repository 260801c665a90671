package dev.holdfast.chaos.scenario;

import java.util.Map;

/** A recipe that clients of a store run. */
public enum Recipe {
    LOCK,
    ELECTION,
    CONFIG;

    static final Map<String, Recipe> WORDS = Map.of("lock", LOCK, "election", ELECTION, "config", CONFIG);
}
