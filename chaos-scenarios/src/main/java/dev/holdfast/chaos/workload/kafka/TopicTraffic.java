package dev.holdfast.chaos.workload.kafka;

/** What one Kafka client does from its start to its end, on the main thread. */
interface TopicTraffic extends AutoCloseable {

    /** Returns when the client can work: it knows its topic or has its partitions. */
    void connect() throws InterruptedException;

    /** Works until the orders say stop. */
    void run() throws InterruptedException;

    /** Does what is left to do once every client has stopped. */
    default void readFinally() throws InterruptedException {}

    @Override
    void close();
}
