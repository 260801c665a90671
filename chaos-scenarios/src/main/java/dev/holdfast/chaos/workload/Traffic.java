package dev.holdfast.chaos.workload;

/** One stream of operations against the system under test, on a thread of its own. */
interface Traffic {

    /** Runs operations, one after the other, until the orders say stop. */
    void run() throws InterruptedException;

    /** Does the final reads, once the traffic of every client has ended. */
    default void readFinally() throws InterruptedException {}

    /** Frees what it holds; the connection is closed by its owner. */
    default void close() {}
}
