package dev.holdfast.chaos.cluster;

import java.util.Locale;

/** What a member of an ensemble claims to be; a claim, not the truth: two members may claim leadership at once. */
public enum Role {
    LEADER,
    FOLLOWER,
    /** Answers, and knows no leader. */
    CANDIDATE,
    /** Has a process that has not answered the last probe, or answered what the probe does not understand. */
    UNKNOWN,
    /** Has no process. */
    DOWN;

    /** Returns the value of the label {@link Pod#ROLE}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
