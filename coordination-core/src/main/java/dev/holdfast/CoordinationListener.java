package dev.holdfast;

import dev.holdfast.model.LossReason;
import java.time.Duration;

/**
 * Hears of what happens to one {@link Coordination} object, for meters and health checks. Called on threads that others
 * wait for: every method must be short, must not block and must not throw.
 */
public interface CoordinationListener {

    /**
     * A right was granted.
     *
     * @param kind the recipe, such as {@code lock} or {@code election}
     * @param name the name that the caller gave it
     */
    default void granted(String kind, String name) {}

    /**
     * Somebody who had asked for a right got an answer.
     *
     * @param waited the time from the request to the grant, or to the answer that others hold it
     */
    default void waited(String kind, String name, boolean granted, Duration waited) {}

    /**
     * A right ended.
     *
     * @param held how long it had been held
     */
    default void ended(String kind, String name, LossReason reason, Duration held) {}

    /** A heartbeat that keeps the session alive was answered after this time. */
    default void heartbeatAnswered(Duration took) {}

    /** A session was made: the first, or a new one after the end of another. */
    default void sessionMade() {}

    /** The session ended. */
    default void sessionEnded(LossReason reason) {}

    /** A connection to a member was made anew after it had broken, or another member was turned to. */
    default void reconnected() {}
}
