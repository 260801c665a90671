package dev.holdfast.chaos.workload.kafka;

/** The runner could not do something to a topic; the message says what, on what, and what is now known. */
public final class TopicException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TopicException(String message) {
        super(message);
    }

    TopicException(String message, Throwable cause) {
        super(message, cause);
    }
}
