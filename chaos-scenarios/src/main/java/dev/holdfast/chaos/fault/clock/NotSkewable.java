package dev.holdfast.chaos.fault.clock;

/** The clocks of a process cannot be set here; the message says of which process and why. Nothing of it was changed. */
final class NotSkewable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotSkewable(String message) {
        super(message);
    }

    NotSkewable(String message, Throwable cause) {
        super(message, cause);
    }
}
