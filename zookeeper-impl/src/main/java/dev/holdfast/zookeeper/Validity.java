package dev.holdfast.zookeeper;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Until when a session is certainly alive, by what was answered.
 *
 * <p>Only the leader ends sessions, and it hears of a client of a follower by the follower's answers to its pings, every
 * half tick. That a follower answered a read proves nothing: one that is cut off goes on answering for
 * {@code syncLimit} ticks. So a heartbeat is a {@code sync}, which the leader answers, on the same stream after the
 * follower's earlier answers to pings. One that was sent a quarter of the timeout after an earlier one was answered
 * proves that the leader knows of the earlier one, since a timeout is at least two ticks, and half a tick therefore at
 * most that quarter.
 *
 * <p>Opening a session, and taking it up again at another member, is done by the leader itself and needs no such proof.
 * Sources: {@code LearnerHandler} (PING, REVALIDATE), {@code Leader.lead}, {@code Follower.syncWithLeader} of ZooKeeper
 * 3.9.5.
 */
final class Validity {

    private final long trustedNanos;
    private final long apartNanos;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Deque<Beat> unproved = new ArrayDeque<>();

    @GuardedBy("lock")
    private long knownNanos;

    @GuardedBy("lock")
    private boolean ended;

    /**
     * Starts with a session that was opened.
     *
     * @param trusted the session timeout less the drift
     * @param sentNanos when the request to open it was sent, or earlier
     */
    Validity(Duration timeout, Duration trusted, long sentNanos) {
        this.trustedNanos = trusted.toNanos();
        this.apartNanos = timeout.toNanos() / 4;
        this.knownNanos = sentNanos;
    }

    long untilNanos() {
        synchronized (lock) {
            return knownNanos + trustedNanos;
        }
    }

    /** The session was taken up again by a request that was sent at this time or later. */
    void resumed(long sentNanos) {
        synchronized (lock) {
            known(sentNanos);
        }
    }

    /** A heartbeat was answered; beats are told in the order in which they were sent. */
    void answered(long sentNanos, long answeredNanos) {
        synchronized (lock) {
            for (Beat beat = unproved.peekFirst();
                    beat != null && sentNanos - beat.answeredNanos >= apartNanos;
                    beat = unproved.peekFirst()) {
                known(beat.sentNanos);
                unproved.removeFirst();
            }
            unproved.addLast(new Beat(sentNanos, answeredNanos));
        }
    }

    /** The session is over: nothing moves its end any more. */
    void end() {
        synchronized (lock) {
            ended = true;
        }
    }

    @GuardedBy("lock")
    private void known(long nanos) {
        if (!ended && nanos - knownNanos > 0) {
            knownNanos = nanos;
        }
    }

    private record Beat(long sentNanos, long answeredNanos) {}
}
