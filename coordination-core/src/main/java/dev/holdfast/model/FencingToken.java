package dev.holdfast.model;

import java.util.Objects;

/**
 * A number that rises with each grant of one name. The protected resource remembers the highest token it has seen and
 * refuses a lower one; that, and nothing else, stops a holder that has lost its right without having noticed.
 *
 * <p>Tokens are ordered only within their scope: the name that was granted, in one cluster. Comparing tokens of two
 * scopes is a mistake in the program and throws.
 *
 * <p>Source: M. Burrows, "The Chubby lock service", OSDI 2006 (sequencers).
 *
 * @param scope the cluster and the name that the token belongs to
 * @param value the number, taken from the store's own order of writes; never negative
 */
public record FencingToken(String scope, long value) implements Comparable<FencingToken> {

    public FencingToken {
        Objects.requireNonNull(scope, "scope");
        if (value < 0) {
            throw new IllegalArgumentException("fencing token value must be >= 0, was " + value + " in " + scope);
        }
    }

    /** Returns whether this token was granted after {@code other}, a token of the same scope. */
    public boolean isNewerThan(FencingToken other) {
        return compareTo(other) > 0;
    }

    /**
     * Orders two tokens of one scope by the time of their grants.
     *
     * @throws IllegalArgumentException if the scopes differ
     */
    @Override
    public int compareTo(FencingToken other) {
        if (!scope.equals(other.scope)) {
            throw new IllegalArgumentException(
                    "tokens of two scopes have no order: '" + scope + "' and '" + other.scope + "'");
        }
        return Long.compare(value, other.value);
    }
}
