package dev.holdfast.chaos.cluster;

import java.io.IOException;

/**
 * What a member says of itself.
 *
 * @param term the consensus round it knows, -1 where the store does not say
 */
public record Claim(Role role, long term) {

    static final Claim DOWN = new Claim(Role.DOWN, -1);
    static final Claim UNKNOWN = new Claim(Role.UNKNOWN, -1);

    /** Asks one member; bounded to less than a second. */
    @FunctionalInterface
    public interface Probe {
        Claim ask() throws IOException;
    }
}
