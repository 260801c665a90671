package dev.holdfast.consul;

import dev.holdfast.consul.QueueView.Behind;
import dev.holdfast.consul.QueueView.Seat;
import java.util.Set;
import java.util.stream.Collectors;

/** What a place has seen of those before it, when it was last looked at. Safe for many threads. */
final class Outlook {

    private final int seats;

    /** The entry directly before; empty if there was none. */
    private volatile String predecessor = "";

    /** All entries before; kept only where the turn can be told from them. */
    private volatile Set<String> before = Set.of();

    private volatile int rank;
    private volatile long judgedAt;

    /**
     * @param seats how many at the front of the queue have their turn
     * @param token the position at which the entry was made
     */
    Outlook(int seats, long token) {
        this.seats = seats;
        this.judgedAt = token;
    }

    /** Takes in where it stands. Of a long queue only the predecessor is kept, unless there are seats to be counted. */
    void saw(Behind standing) {
        predecessor = standing.predecessor().map(Seat::key).orElse("");
        rank = standing.before().size();
        before = seats > 1 || standing.before().size() == 1
                ? standing.before().stream().map(Seat::key).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** Forgets who was before: the turn has come. */
    void needsNobody() {
        before = Set.of();
    }

    String predecessor() {
        return predecessor;
    }

    Set<String> before() {
        return before;
    }

    /** Returns how many were before it. */
    int rank() {
        return rank;
    }

    /** Returns the store's position at which it was last looked at. */
    long judgedAt() {
        return judgedAt;
    }

    void judgedAt(long index) {
        judgedAt = Math.max(judgedAt, index);
    }
}
