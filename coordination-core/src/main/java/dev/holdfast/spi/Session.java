package dev.holdfast.spi;

import dev.holdfast.model.LossReason;
import java.util.concurrent.CompletionStage;

/** The store's proof that this client is alive. When it is over, the backend makes a new one by itself. */
public interface Session {

    /** Returns the store's own name of the session, for messages. */
    String id();

    /**
     * Returns until when the session is certainly alive: the send time of the last answered heartbeat that counts, plus
     * the session timeout less the drift, on the backend's {@link Ticker}. Never a time that the store has not promised;
     * it moves forward with each answered heartbeat, and stays where it is once the session has ended. No I/O.
     */
    long validUntilNanos();

    /** Completes once, with the reason, when the session is known to be over. Never completes exceptionally. */
    CompletionStage<LossReason> ended();
}
