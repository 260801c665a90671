package dev.holdfast;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of a {@link Coordination} object at one moment, for a health check. Immutable. */
public final class Health {

    private final State state;
    private final int held;
    private final int waiting;
    private final @Nullable Duration sinceHeartbeat;
    private final @Nullable Duration stalest;

    /**
     * Creates a state.
     *
     * @param sinceHeartbeat null if none was answered yet
     * @param stalest null if nothing is watched
     */
    Health(State state, int held, int waiting, @Nullable Duration sinceHeartbeat, @Nullable Duration stalest) {
        this.state = Objects.requireNonNull(state, "state");
        this.held = held;
        this.waiting = waiting;
        this.sinceHeartbeat = sinceHeartbeat;
        this.stalest = stalest;
    }

    /** What can be done at this moment. */
    public enum State {
        /** The store answers: a heartbeat was answered within the last half of the session timeout. */
        CONNECTED,
        /** The store has not answered for a while; what is held is still certain for now. */
        SUSPENDED,
        /** The store has not answered for so long that nothing is certain to be held any more. */
        LOST,
        /** The backend tells nothing of its heartbeats. */
        UNKNOWN,
        /** The object was closed. */
        CLOSED
    }

    public State state() {
        return state;
    }

    /** Returns how many rights are held. */
    public int held() {
        return held;
    }

    /** Returns how many requests for rights wait. */
    public int waiting() {
        return waiting;
    }

    /** Returns how long ago the last heartbeat was answered; empty if none was yet. */
    public Optional<Duration> sinceHeartbeat() {
        return Optional.ofNullable(sinceHeartbeat);
    }

    /** Returns the staleness of the watch that the store has not confirmed for the longest time; empty if there is none. */
    public Optional<Duration> stalest() {
        return Optional.ofNullable(stalest);
    }

    @Override
    public String toString() {
        return state + " held=" + held + " waiting=" + waiting
                + sinceHeartbeat()
                        .map(since -> " sinceHeartbeatMs=" + since.toMillis())
                        .orElse("")
                + stalest()
                        .map(staleness -> " stalestMs=" + staleness.toMillis())
                        .orElse("");
    }
}
