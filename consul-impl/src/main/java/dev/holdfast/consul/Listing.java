package dev.holdfast.consul;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names of all keys below a prefix, as one linearizable read saw them.
 *
 * @param index the store's position for the prefix: whatever was made at or before it is in the names, or was removed
 * @param sentNanos when the read was sent, on the ticker
 */
record Listing(Set<String> names, long index, long sentNanos) {

    static Listing of(Answer<List<String>> answer) {
        List<String> body = answer.body();
        return new Listing(body == null ? Set.of() : new HashSet<>(body), answer.index(), answer.sentNanos());
    }

    /** Returns whether a key that was made at {@code token} is certainly gone. */
    boolean misses(String key, long token) {
        return token <= index && !names.contains(key);
    }

    /** Returns whether fewer than {@code seats} of these are left. */
    boolean leavesFewerOf(Set<String> before, int seats) {
        return before.stream().filter(names::contains).count() < seats;
    }
}
