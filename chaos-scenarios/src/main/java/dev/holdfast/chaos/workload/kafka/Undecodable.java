package dev.holdfast.chaos.workload.kafka;

/** The bytes of a record are not what its reader understands; reading them again changes nothing. */
public final class Undecodable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Undecodable(String message) {
        super(message);
    }
}
