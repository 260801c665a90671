package dev.holdfast;

import java.util.regex.Pattern;

/** The rule for names of locks, elections and config keys: what every store can write and nobody has to escape. */
final class Name {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");
    private static final int LONGEST = 200;

    private Name() {}

    /**
     * Returns the name, if it is one.
     *
     * @throws IllegalArgumentException otherwise
     */
    static String of(String what, String name) {
        if (name.length() > LONGEST || !PLAIN.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " must be 1 to " + LONGEST
                    + " characters in segments joined by '/', each of letters, digits, '_', '-' and '.', and starting"
                    + " with a letter, a digit or '_'; was '" + name + "'");
        }
        return name;
    }
}
