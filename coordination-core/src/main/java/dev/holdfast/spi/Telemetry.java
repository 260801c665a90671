package dev.holdfast.spi;

import dev.holdfast.model.LossReason;

/** Hears what happens on a connection, for meters. Called on the backend's threads: short, never blocks, never throws. */
public interface Telemetry {

    /** Hears nothing. */
    Telemetry NONE = new Telemetry() {};

    /** A session was made: the first, or a new one after the end of another. */
    default void sessionMade() {}

    /** The session ended for this reason. */
    default void sessionEnded(LossReason reason) {}

    /**
     * A heartbeat that keeps the session alive was answered.
     *
     * @param tookNanos the time from its sending to its answer
     */
    default void heartbeatAnswered(long tookNanos) {}

    /** A connection to a member was made anew after it had broken, or another member was turned to. */
    default void reconnected() {}
}
