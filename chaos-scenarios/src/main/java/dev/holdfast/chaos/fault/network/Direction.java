package dev.holdfast.chaos.fault.network;

/** Which packets a fault acts on, seen from its targets. */
public enum Direction {
    TO("to"),
    FROM("from"),
    BOTH("both");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    boolean outward() {
        return this != FROM;
    }

    boolean inward() {
        return this != TO;
    }
}
