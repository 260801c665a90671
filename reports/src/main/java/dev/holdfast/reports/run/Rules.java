package dev.holdfast.reports.run;

/** The checks that the records of this package share. */
final class Rules {
    private Rules() {}

    static void requireText(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " must be a text, but is '" + value + "'");
        }
    }

    static void requireNotNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
    }
}
