package dev.holdfast.bench.worker;

import java.time.Duration;
import java.util.List;

/**
 * What a worker is started with.
 *
 * @param contender which use of which library is measured
 * @param store its scheme in an address
 * @param endpoints {@code host:port} of each member
 * @param session how long the store keeps this process's rights without hearing from it
 * @param program the store's own program, where a contender runs it
 */
public record Setup(String contender, String store, List<String> endpoints, Duration session, String program) {

    public Setup {
        endpoints = List.copyOf(endpoints);
    }

    static Setup parse(String... words) {
        if (words.length != 5) {
            throw new IllegalArgumentException(
                    "a worker is started with: contender store endpoints session-ms program");
        }
        return new Setup(
                words[0],
                words[1],
                List.of(words[2].split(",", -1)),
                Duration.ofMillis(Long.parseLong(words[3])),
                words[4]);
    }

    /** Returns the error that tells of a contender which this worker does not have. */
    public IllegalArgumentException unknown() {
        return new IllegalArgumentException("no contender '" + contender + "' on " + store + " in this worker");
    }
}
