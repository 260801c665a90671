package dev.holdfast.chaos.scenario;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the clients do. */
public sealed interface Workload {

    /**
     * Recipes on a store.
     *
     * @param fenced          whether the guarded resource refuses older tokens
     * @param hold            how long a lock is held each time
     * @param term            how long a leader leads before it resigns
     * @param late            how much longer than the truth clients believe in their rights: zero but for a control
     * @param forgetful       whether clients end without closing their connection: false but for a control
     * @param ratePerSecond   configuration values that each client writes in a second, at most
     */
    record Coordination(
            Set<Recipe> recipes,
            boolean fenced,
            Duration hold,
            Duration term,
            Duration late,
            boolean forgetful,
            int ratePerSecond)
            implements Workload {
        public Coordination {
            recipes = Set.copyOf(recipes);
        }
    }

    /**
     * Records through a topic.
     *
     * @param producer null when nothing but poison is produced
     * @param consumer null when the records are read back by the final reads only
     */
    record Streaming(
            Topic topic,
            @Nullable Producer producer,
            @Nullable Consumer consumer) implements Workload {}

    record Topic(int partitions, int replicas, int minInsync) {}

    /** Settings of the producers; the rate is that of all together. */
    record Producer(Acks acks, boolean idempotence, int ratePerSecond) {}

    record Consumer(Reading recipe) {}

    /** What a producer waits for. */
    enum Acks {
        NONE("0"),
        LEADER("1"),
        ALL("all");

        static final Map<String, Acks> WORDS = Map.of("0", NONE, "1", LEADER, "all", ALL);

        private final String setting;

        Acks(String setting) {
            this.setting = setting;
        }

        /** Returns the value of the producer's setting {@code acks}. */
        public String setting() {
            return setting;
        }
    }

    /** What a consumer does with a record that it cannot process. */
    enum Reading {
        /** Tries again for ever. */
        PLAIN,
        /** Puts it aside in a dead-letter topic and goes on. */
        DEAD_LETTER;

        static final Map<String, Reading> WORDS = Map.of("plain", PLAIN, "dead-letter", DEAD_LETTER);
    }
}
