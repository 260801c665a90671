package dev.holdfast.zookeeper;

import dev.holdfast.model.LossReason;

/** What lives as long as its session at most, and must hear of what happens to the session's connection. */
interface Resident {

    /** The connection is lost: what was known of other nodes may be old. */
    void disconnected();

    /** The same session is connected again: everything must be read again, since events may have been missed. */
    void reconnected();

    /** The session is over. */
    void sessionOver(LossReason reason);
}
