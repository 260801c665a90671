package dev.holdfast;

import dev.holdfast.model.FencingToken;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The resource's half of fencing: remembers the highest token of each scope and refuses a lower one. Thread-safe. */
public final class FencingGuard {

    private final ConcurrentMap<String, FencingToken> newest = new ConcurrentHashMap<>();

    private FencingGuard() {}

    /** Returns a guard that remembers for as long as the process lives. */
    public static FencingGuard inMemory() {
        return new FencingGuard();
    }

    /** Returns whether a write with this token may be applied: no newer token of its scope has been admitted. */
    public boolean admits(FencingToken token) {
        return newest.merge(token.scope(), token, (known, given) -> known.isNewerThan(given) ? known : given)
                .equals(token);
    }
}
