package dev.holdfast.model;

import java.time.Duration;
import java.util.Objects;

/**
 * What a connected store can do with the configuration that it was given.
 *
 * @param store the store's name and, where it is known, version, for people
 * @param session the session timeout in force, as the store granted it
 * @param failOver how long a right stays blocked after its holder has died
 * @param watch what a watch promises
 */
public record Capabilities(String store, Duration session, FailOver failOver, WatchPromise watch) {

    public Capabilities {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(failOver, "failOver");
        Objects.requireNonNull(watch, "watch");
    }

    /**
     * The time from a holder's death to the next grant, in a healthy store.
     *
     * @param shortest if the holder died just before its next heartbeat
     * @param typical half way
     * @param longest if it died just after one
     */
    public record FailOver(Duration shortest, Duration typical, Duration longest) {
        public FailOver {
            if (shortest.compareTo(typical) > 0 || typical.compareTo(longest) > 0) {
                throw new IllegalArgumentException(
                        "fail-over must rise: shortest " + shortest + ", typical " + typical + ", longest " + longest);
            }
        }
    }

    /** What a watch delivers beyond the latest value, which always arrives. */
    public enum WatchPromise {
        /** The latest value always arrives; values in between may be left out. */
        LATEST,
        /** Every value arrives, in order, as long as the store still keeps its history. */
        EVERY
    }
}
