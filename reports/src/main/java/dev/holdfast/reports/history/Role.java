package dev.holdfast.reports.history;

/** What a member of an ensemble is at a moment, as far as the runner could tell. */
public enum Role {
    LEADER,
    FOLLOWER,
    CANDIDATE,
    PAUSED,
    DOWN,
    UNKNOWN
}
