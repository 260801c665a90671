package dev.holdfast.zookeeper;

import dev.holdfast.spi.Deadline;
import java.time.Duration;
import java.util.Optional;

/** Which session timeouts can be had. An ensemble does not refuse another one, but grants the nearest to it. */
final class SessionRange {

    /** Below this the client gives up a try to connect before a server can have answered it. */
    private static final Duration SHORTEST = Duration.ofMillis(200);

    private static final Duration LONGEST = Duration.ofMillis(Integer.MAX_VALUE / 8);

    private static final Duration ANSWER_WAIT = Duration.ofSeconds(2);

    private SessionRange() {}

    /**
     * Checks what needs no server.
     *
     * @throws IllegalArgumentException if the client cannot keep such a session
     */
    static void check(Duration asked) {
        if (asked.compareTo(SHORTEST) < 0 || asked.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("session must be " + millis(SHORTEST) + " to " + millis(LONGEST)
                    + " on ZooKeeper, and in the range that the ensemble allows, was " + millis(asked));
        }
    }

    /**
     * Checks what was granted.
     *
     * @throws IllegalArgumentException if that is not what was asked for; it names both ends of the range, if the
     *     ensemble tells the other one as well
     */
    static void check(Duration asked, Duration granted, Visits visits, Deadline deadline) throws InterruptedException {
        if (granted.equals(asked)) {
            return;
        }
        boolean isTooShort = granted.compareTo(asked) > 0;
        Optional<Duration> other = visits.granted(isTooShort ? LONGEST : SHORTEST, deadline.orAfter(ANSWER_WAIT));
        String allowed = isTooShort
                ? other.map(most -> millis(granted) + " to " + millis(most)).orElse("at least " + millis(granted))
                : other.map(least -> millis(least) + " to " + millis(granted)).orElse("at most " + millis(granted));
        throw new IllegalArgumentException("session must be " + allowed + " on this ensemble (minSessionTimeout and"
                + " maxSessionTimeout, 2 and 20 ticks unless set), was " + millis(asked)
                + ": ZooKeeper would silently change it");
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
