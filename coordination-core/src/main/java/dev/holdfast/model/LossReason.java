package dev.holdfast.model;

/** Why a grant ended. */
public enum LossReason {
    /** The holder gave it back. */
    RELEASED,
    /** The local deadline passed without an answered heartbeat: the store may give the right to another from now on. */
    EXPIRED,
    /** The store says that the session is over. */
    SESSION_ENDED,
    /**
     * The grant's entry in the store is gone and the holder did not remove it: an operator did, or the store, which ends a
     * session by removing its entries and whose word that the session is over had not been heard yet.
     */
    REVOKED,
    /** The coordination object that made it was closed. */
    CLOSED
}
