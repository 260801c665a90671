package dev.holdfast.chaos.wire;

/**
 * One message that a client sent, or that a member sent unasked.
 *
 * @param kind what it asks, in the store's own words, such as {@code create2}, {@code Txn(put,range)} or
 *     {@code txn(lock,get-tree)}
 * @param sentNanos when the proxy had received it, on the system's ticker
 * @param answeredNanos when its reply had reached the proxy, or {@link #UNANSWERED}; of a notice, when it came
 */
public record Request(String kind, Role role, long sentNanos, long answeredNanos) {

    public static final long UNANSWERED = Long.MIN_VALUE;

    /** Why a message is sent. */
    public enum Role {
        /** An operation needs it. */
        FOREGROUND,
        /** The clock sends it: a ping, a heartbeat, a renewal. */
        BACKGROUND,
        /** The member tells something that was not just asked: an event of a watch. */
        NOTICE
    }

    public boolean isAnswered() {
        return answeredNanos != UNANSWERED;
    }
}
