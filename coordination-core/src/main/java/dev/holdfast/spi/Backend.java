package dev.holdfast.spi;

import dev.holdfast.model.Capabilities;

/** One connection to one store: its current session and the two primitives. Safe for use by many threads. */
public interface Backend extends AutoCloseable {

    /** Returns what this store can do with the configuration in force. No I/O. */
    Capabilities capabilities();

    /** Returns the first primitive: queues for exclusive rights. */
    Contention contention();

    /** Returns the second primitive: versioned values. */
    Entries entries();

    /** Returns where the store shows services to those who ask it without this toolkit; by default nowhere. */
    default Catalogue catalogue() {
        return Catalogue.NONE;
    }

    /**
     * Ends the session, so that everything held through it is free at once where the store can be reached, and stops
     * every thread. Idempotent, bounded in time, never throws.
     */
    @Override
    void close();
}
