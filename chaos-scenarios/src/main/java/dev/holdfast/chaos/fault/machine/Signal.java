package dev.holdfast.chaos.fault.machine;

/** The signals that Chaos Mesh documents for {@code process}. */
public enum Signal {
    KILL(9),
    TERM(15),
    STOP(19);

    static final int CONTINUE = 18;

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
