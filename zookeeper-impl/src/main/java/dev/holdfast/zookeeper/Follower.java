package dev.holdfast.zookeeper;

/** Hears, on the client's event thread, of what concerns every session. */
interface Follower {

    /** Connected: the same session again, or a new one. */
    void connected();

    /**
     * The leader has answered a heartbeat of the current session: each event of what it had committed when the
     * heartbeat was sent has been heard before this.
     *
     * @param sentNanos when the heartbeat was sent
     */
    void confirmed(long sentNanos);
}
