package dev.holdfast.chaos.cluster.server;

import dev.holdfast.chaos.cluster.Claim;
import dev.holdfast.chaos.cluster.Launch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the lab knows of one server program. */
interface ServerProgram {

    /** Returns the port that clients use. */
    int clientPort();

    /** Returns the version that will run. */
    String version();

    /** Returns where the program came from, as a sentence for the report. */
    String source();

    /** Returns every setting that this lab sets other than the server's own default, addresses and folders apart. */
    Map<String, String> tuning(int members);

    /** Writes the member's configuration into its volume and returns how to start it, the first time and each time after. */
    Launch launch(Member member, List<Member> all, Map<String, String> settings) throws IOException;

    /** Returns the member that is to be under way before the others start, where that is faster than all at once. */
    default Optional<Member> first(List<Member> all) {
        return Optional.empty();
    }

    /** Says whether the first member is so far that the others may start. */
    default boolean isUnderWay(Member first) {
        return true;
    }

    /** Asks one member what it claims to be. */
    Claim claim(Member member) throws IOException;

    /** Says whether the leader takes writes from clients. */
    boolean isServing(Member leader, int members) throws IOException;

    /**
     * Asks the members what clients have left behind.
     *
     * @param leader the member that leads
     * @param namespace the first part of the clients' keys
     */
    default LeftOvers leftOvers(Member leader, List<Member> all, String namespace) throws IOException {
        return LeftOvers.NOTHING;
    }

    /** Does what an operator would do after the network is whole again; most servers need nothing. */
    default void afterHeal(List<Member> all) {}
}
