package dev.holdfast.bench.worker;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One process's use of one store through one library. A library offers some of this; asked for the rest it throws
 * {@link UnsupportedOperationException}. Safe for use by several threads.
 */
public interface Client extends AutoCloseable {

    /** Waits for the lock, or for leadership, of this name. */
    default Hold acquire(String name) throws InterruptedException {
        throw new UnsupportedOperationException("no lock in " + this);
    }

    /** Returns whether grants that follow one another may carry the same token. */
    default boolean repeatsTokens() {
        return false;
    }

    /** Asks for the lock of this name without keeping a thread for it. */
    default CompletionStage<Hold> acquireLater(String name) {
        throw new UnsupportedOperationException("no lock without a thread in " + this);
    }

    /** Writes a key and deletes it: two writes that the store agrees on, one after the other. */
    default void writeAndDelete(String key) throws InterruptedException {
        throw new UnsupportedOperationException("no writes in " + this);
    }

    /** Writes a key; completes when the store has answered. */
    default CompletionStage<?> write(String key, String value) {
        throw new UnsupportedOperationException("no writes in " + this);
    }

    /** Calls the listener with values of a key until closed; returns when the watch is in place. */
    default Watching watch(String key, Consumer<String> onValue) throws InterruptedException {
        throw new UnsupportedOperationException("no watch in " + this);
    }

    @Override
    void close();

    /** A watch that is in place. */
    @FunctionalInterface
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }

    /** A lock that is held. Closed by the thread that took it. */
    interface Hold extends AutoCloseable {

        /** Returns the fencing token; zero where the library has none. */
        long token();

        @Override
        void close();
    }
}
