package dev.holdfast.chaos.fault.network.shaper;

/** The kernel refused what the shaper needs; the message says what was tried and what it answered. */
final class ShaperException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ShaperException(String message) {
        super(message);
    }
}
