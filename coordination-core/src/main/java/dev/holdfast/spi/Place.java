package dev.holdfast.spi;

import dev.holdfast.model.CoordinationException;
import dev.holdfast.model.LossReason;
import java.util.concurrent.CompletionStage;

/** An own entry in a queue. */
public interface Place {

    /** Returns the number that a grant of this place carries as its token: it rises along the queue, so from grant to grant. */
    long token();

    /** Returns the session that the entry is bound to. */
    Session session();

    /** Returns the store's own name of the entry; together with the token it is never used again. */
    String entry();

    /**
     * Returns whether another entry of the same queue was directly before this one when it was last looked at. So once
     * that entry's right is given up, nobody else can come before this one. No I/O; a place that does not know answers
     * {@code false}.
     *
     * @param entry what {@link #entry()} of the other place returns
     */
    boolean follows(String entry);

    /**
     * Completes when this place is among the seats at the front; completes exceptionally with a
     * {@link CoordinationException} when it can no longer get there: the session is over, or the entry was removed.
     * Errors on the way never complete it.
     */
    CompletionStage<Void> turn();

    /**
     * Completes once when the entry is known to be gone from the store, or the session to be over, with the reason;
     * before the turn as well as after it.
     */
    CompletionStage<LossReason> gone();

    /**
     * Removes the entry. Returns at once; the backend tries until it is done or the session is over. Idempotent.
     *
     * @return completes, never exceptionally, when the entry is known to be gone
     */
    CompletionStage<Void> leave();
}
