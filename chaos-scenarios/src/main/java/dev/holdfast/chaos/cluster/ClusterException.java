package dev.holdfast.chaos.cluster;

/** Something on this machine could not be started, stopped or changed. The message says what, on what, and what is known. */
public final class ClusterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
