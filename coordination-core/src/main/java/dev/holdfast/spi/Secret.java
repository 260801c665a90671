package dev.holdfast.spi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A password or token that is asked for each time it is needed, so that it may change while a program runs. Shows itself
 * to {@link #reveal} alone. Safe for many threads if its source is.
 */
public final class Secret {

    private final Supplier<char[]> source;

    private Secret(Supplier<char[]> source) {
        this.source = source;
    }

    /** Returns a secret that never changes; the array is copied. */
    public static Secret of(char[] value) {
        char[] copy = value.clone();
        return new Secret(copy::clone);
    }

    /** Returns a secret that is had from a source, which is asked again at each login, on a thread that may wait. */
    public static Secret from(Supplier<char[]> source) {
        return new Secret(source);
    }

    /** Returns the text of a file, less the line end after it; read again at each login. */
    public static Secret inFile(Path file) {
        return new Secret(() -> read(file));
    }

    private static char[] read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8)
                    .stripTrailing()
                    .toCharArray();
        } catch (IOException e) {
            // the error itself names the file, and may quote what is in it
            throw new IllegalArgumentException("secret in file '" + file + "' must be readable UTF-8 text, was "
                    + e.getClass().getSimpleName());
        }
    }

    /**
     * Returns the secret as it is now, in an array of the caller's own.
     *
     * @throws IllegalArgumentException if it is empty or cannot be had; the message does not repeat it
     */
    public char[] reveal() {
        char[] value = source.get();
        if (value.length == 0) {
            throw new IllegalArgumentException("secret must not be empty");
        }
        return value;
    }

    @Override
    public String toString() {
        return "Secret(***)";
    }
}
