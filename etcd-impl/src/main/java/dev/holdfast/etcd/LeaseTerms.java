package dev.holdfast.etcd;

import java.time.Duration;

/**
 * What is asked of a lease.
 *
 * @param ttlSeconds the time to live; a server grants more if its election timeout demands it
 */
record LeaseTerms(long ttlSeconds) {

    /** etcd could do more; but a right that stays blocked for longer than this after a death is a mistake. */
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Returns the terms of a session: etcd counts in whole seconds, so that a fraction is rounded up. */
    static LeaseTerms of(Duration session) {
        if (session.compareTo(Duration.ofSeconds(1)) < 0 || session.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("session must be from 1s to " + LONGEST.toMinutes()
                    + "m on etcd, and is rounded up to whole seconds; was " + session.toMillis() + "ms");
        }
        long seconds = session.getSeconds() + (session.getNano() > 0 ? 1 : 0);
        return new LeaseTerms(seconds);
    }

    /** Returns what is told of terms that a server does not grant because they are below its least. */
    IllegalArgumentException tooShort(long leastSeconds) {
        return new IllegalArgumentException("session must be from " + leastSeconds + "s to " + LONGEST.toMinutes()
                + "m on this etcd, whose election timeout allows no less; was " + ttlSeconds + "s");
    }
}
