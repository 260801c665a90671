package dev.holdfast.tck;

import dev.holdfast.Coordination;
import java.time.Duration;
import java.util.List;

/**
 * What a backend supplies so that the contract suite runs on it; one fixture per store, shared by its test classes.
 *
 * <p>Queues and keys are named as the backend is asked for them: {@code lock/NAME}, {@code election/NAME},
 * {@code config/NAME}.
 */
public interface BackendFixture {

    /** Returns the session timeout of the clients: the shortest that suits the store. The suite waits in terms of it. */
    Duration session();

    /** Returns what the suite waits beyond the session timeout for what takes some round trips. */
    default Duration patience() {
        return Duration.ofSeconds(5);
    }

    /** Connects a separate process: with its own session, through its own link that can be cut. */
    Client connect(String namespace) throws InterruptedException;

    /** Returns an address at which the store answers, with neither {@code session} nor {@code connect} in it. */
    String address(String namespace);

    /** Returns an address at which nobody answers, with neither {@code session} nor {@code connect} in it. */
    String deadAddress(String namespace);

    /** Returns what the names of all threads of the backend, its client library's included, begin with. */
    List<String> threadPrefixes();

    /** Returns the entries of a queue as the store itself has them, asked past the backend; empty if there is none. */
    List<String> queue(String namespace, String queue);

    /** Removes a queue with everything in it, the way an administrator would. */
    void removeQueue(String namespace, String queue);

    /**
     * Declares a limit: the store removes the entries of a session before it says that the session is over, and the
     * holder tells the loss of its entry at once, since the next one may already have been granted. Such a loss may be
     * told as {@code REVOKED}.
     */
    default boolean mayHearOfEntryBeforeSession() {
        return false;
    }

    /** Writes a value past the backend. */
    void put(String namespace, String key, byte[] value);

    /** One process. */
    interface Client extends AutoCloseable {

        Coordination coordination();

        /**
         * Makes a black hole of the link: no bytes pass in either direction, connections stay open, new ones hang.
         */
        void cut();

        /** Lets requests pass, so that they are applied, and swallows every answer. */
        void cutAnswers();

        /** Ends the cut, of either kind. */
        void heal();

        /** Breaks every connection at once; new ones may be made at once. */
        void disconnect();

        /** Has the store itself end the session of this process. */
        void expireSession();

        /** Closes the coordination object and the link. Idempotent. */
        @Override
        void close();
    }
}
