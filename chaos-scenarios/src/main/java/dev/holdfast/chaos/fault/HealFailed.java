package dev.holdfast.chaos.fault;

/** Something of a fault is left after it was healed; the message says what, on what. The run says nothing. */
public final class HealFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HealFailed(String message) {
        super(message);
    }

    public HealFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
