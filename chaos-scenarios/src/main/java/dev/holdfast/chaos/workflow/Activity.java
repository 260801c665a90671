package dev.holdfast.chaos.workflow;

/** Something under way. It is started by being made and advanced for the first time in the same turn. */
interface Activity {

    /** A time that never comes. */
    long NEVER = Long.MAX_VALUE;

    /** Does what is due, and returns whether it has come to its own end; not called again after that. */
    boolean advance(Turn turn);

    /** Ends it before its own end; may be called after that, and then does nothing. */
    void stop(Turn turn);

    /** Returns when it has to be advanced again though nothing has happened, in nanoseconds since the start. */
    long due();
}
