package dev.holdfast.consul;

import java.time.Duration;

/**
 * The rules of Consul's blocking queries.
 *
 * <p>Source: https://developer.hashicorp.com/consul/api-docs/features/blocking
 */
final class BlockingIndex {

    private BlockingIndex() {}

    /** What an answered blocking query tells about the position it waited at. */
    enum Step {
        /** Nothing came: wait again at the same position. */
        SAME,
        /** Something was written: wait from the new position on. */
        FORWARD,
        /** The position went back, or is no position at all: forget it, and read anew. */
        RESET
    }

    static Step after(long asked, long answered) {
        if (answered <= 0 || answered < asked) {
            return Step.RESET;
        }
        return answered == asked ? Step.SAME : Step.FORWARD;
    }

    /** Returns how long the client waits for an answer: the server adds up to a sixteenth of the wait. */
    static Duration patience(Duration wait, Duration margin) {
        return wait.plus(wait.dividedBy(16)).plus(margin);
    }
}
