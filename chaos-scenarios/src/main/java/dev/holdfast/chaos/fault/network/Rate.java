package dev.holdfast.chaos.fault.network;

import dev.holdfast.chaos.document.Field;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates as documents write them; {@code bps} means bytes per second. */
final class Rate {

    private static final Pattern RATE = Pattern.compile("\\s*([0-9]+)\\s*([kmgt]?)(bit|bps)\\s*");
    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);

    private Rate() {}

    /** Reads a rate that {@code tc} itself reads upstream, whose prefixes are powers of 1000. Returns bytes per second. */
    static long decimal(Field field) {
        return read(field, THOUSAND);
    }

    /** Reads a rate that Chaos Mesh turns into bytes itself, where the prefixes of {@code bps} are powers of 1024. */
    static long binary(Field field) {
        return read(field, BigInteger.valueOf(1024));
    }

    private static long read(Field field, BigInteger ofBytes) {
        Matcher rate = RATE.matcher(field.string().toLowerCase(Locale.ROOT));
        if (!rate.matches()) {
            throw field.error("expected a rate such as 1mbit or 100kbps, given '" + field.string() + "'");
        }
        boolean isBits = rate.group(3).equals("bit");
        int power = rate.group(2).isEmpty() ? 0 : 1 + "kmgt".indexOf(rate.group(2));
        BigInteger number = new BigInteger(rate.group(1)).multiply((isBits ? THOUSAND : ofBytes).pow(power));
        BigInteger bytes = isBits ? number.divide(BigInteger.valueOf(8)) : number;
        if (bytes.signum() == 0 || bytes.bitLength() > 40) {
            throw field.error(
                    "not supported locally: a rate from 1 byte to 1 terabyte a second, given '" + field.string() + "'");
        }
        return bytes.longValueExact();
    }
}
