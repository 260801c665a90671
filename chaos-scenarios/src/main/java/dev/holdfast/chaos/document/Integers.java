package dev.holdfast.chaos.document;

import java.math.BigInteger;

/** Integers as YAML 1.1 writes them: {@code 42}, {@code 1_000}, {@code 0x2a}, {@code 0b101010}, {@code 052}. */
final class Integers {

    private Integers() {}

    /** Throws {@link NumberFormatException} when the text is none of them; {@code 1:30}, base 60, is none here. */
    static BigInteger parse(String text) {
        boolean negative = text.startsWith("-");
        String body = negative || text.startsWith("+") ? text.substring(1) : text;
        String digits = body.replace("_", "");
        BigInteger value;
        if (digits.startsWith("0x")) {
            value = new BigInteger(digits.substring(2), 16);
        } else if (digits.startsWith("0b")) {
            value = new BigInteger(digits.substring(2), 2);
        } else if (digits.length() > 1 && digits.startsWith("0")) {
            value = new BigInteger(digits, 8);
        } else {
            value = new BigInteger(digits);
        }
        return negative ? value.negate() : value;
    }
}
