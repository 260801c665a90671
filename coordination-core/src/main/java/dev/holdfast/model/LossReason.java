package dev.holdfast.model;

/** Why a grant ended. */
public enum LossReason {
    /** The holder gave it back. */
    RELEASED,
    /** The local deadline passed without an answered heartbeat: the store may give the right to another from now on. */
    EXPIRED,
    /** The store says that the session is over. */
    SESSION_ENDED,
    /** The grant's entry in the store was removed by somebody else, for instance by an operator. */
    REVOKED,
    /** The coordination object that made it was closed. */
    CLOSED
}
