package dev.holdfast.etcd;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Knows whether the events of different watches on one stream come in the order of their revisions.
 *
 * <p>A member promises that order within one watch alone. Across watches it keeps it as long as both are <em>synced</em>
 * and its buffer of the stream, {@link #SERVER_BUFFER} responses, is never full: it then puts the events of each
 * revision into that one buffer as it applies them. A watch that is not synced, or whose event found the buffer full,
 * gets it later. So:
 *
 * <ul>
 *   <li>a member answers a request for progress only when all watches of the stream are synced, through the same
 *       buffer. Whatever happened to a watch before that answer has so arrived before it;
 *   <li>had the buffer been full at a time after that answer was put there, all that was in it then would have been sent
 *       after the request for progress. If fewer responses have arrived since that request was sent, it never was.
 * </ul>
 *
 * <p>A request may get no answer, and an answer does not say whose it is. It is taken for that of the oldest request
 * without one, which claims least.
 *
 * <p>Source: {@code watchableStore.notify} and {@code progressIfSync},
 * https://github.com/etcd-io/etcd/blob/v3.5.16/server/mvcc/watchable_store.go; {@code chanBufLen} in {@code watcher.go}
 * beside it.
 */
final class StreamOrder {

    static final int SERVER_BUFFER = 128;

    /** Less than what the buffer holds, for responses that went around it. */
    private static final int RESPONSES_MAX = SERVER_BUFFER - 28;

    private static final int UNANSWERED_MAX = 16;

    private final Deque<Long> unanswered = new ArrayDeque<>();
    private long responses;
    private long asked;
    private long answered;
    private long responsesWhenAsked;

    /** A response arrived, of whatever kind. */
    void heard() {
        responses++;
    }

    /** Returns the number of the first request for progress whose answer says something of a watch created by now. */
    long mark() {
        return asked + 1;
    }

    /** Returns whether another request for progress is of use. */
    boolean mayAsk() {
        return unanswered.size() < UNANSWERED_MAX;
    }

    /** Returns whether no request for progress is under way. */
    boolean isIdle() {
        return unanswered.isEmpty();
    }

    /** A request for progress is sent. */
    void asked() {
        asked++;
        unanswered.addLast(responses);
    }

    /** A request for progress is answered. */
    void answered() {
        Long then = unanswered.pollFirst();
        if (then != null) {
            answered++;
            responsesWhenAsked = then;
        }
    }

    /** Returns whether everything that happened to a watch before an event that arrives now has arrived before it. */
    boolean covers(long mark) {
        return answered >= mark && responses - responsesWhenAsked < RESPONSES_MAX;
    }

    /** Returns whether {@link #covers} will not hold for long. */
    boolean isAgeing() {
        return responses - responsesWhenAsked > RESPONSES_MAX / 2;
    }
}
