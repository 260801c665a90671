package dev.holdfast;

import dev.holdfast.model.FencingToken;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The resource's half of fencing: remembers the highest token that it has admitted and refuses lower ones. Ask it where
 * the protected thing is written, in the same step as the write.
 *
 * <p>Safe for use by many threads. For a resource in a relational database see
 * {@link dev.holdfast.jdbc.JdbcFencingGuard}.
 */
public final class FencingGuard {

    private final ConcurrentMap<String, Long> highest = new ConcurrentHashMap<>();

    private FencingGuard() {}

    /** Returns a guard that remembers as long as this process lives; it fits a resource that lives no longer. */
    public static FencingGuard inMemory() {
        return new FencingGuard();
    }

    /** Returns whether no newer token of the same scope has been admitted; if so, no older one will be from now on. */
    public boolean admits(FencingToken token) {
        return highest.merge(token.scope(), token.value(), Math::max) == token.value();
    }
}
