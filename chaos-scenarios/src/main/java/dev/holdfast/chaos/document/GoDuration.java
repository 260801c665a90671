package dev.holdfast.chaos.document;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Go writes them: {@code 1h2m3.5s}, {@code 300ms}, {@code -1.5h}, {@code 0}.
 * Source: https://pkg.go.dev/time#ParseDuration
 */
public final class GoDuration {

    private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final Pattern TERM = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");
    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "\u00b5s", BigDecimal.valueOf(1_000),
            "\u03bcs", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", BigDecimal.valueOf(1_000_000_000L),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L));

    private GoDuration() {}

    /** Returns the duration; throws {@link IllegalArgumentException} with the text when it is none or exceeds 292 years. */
    public static Duration parse(String text) {
        boolean negative = text.startsWith("-");
        String body = negative || text.startsWith("+") ? text.substring(1) : text;
        if (body.equals("0")) {
            return Duration.ZERO;
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher term = TERM.matcher(body);
        int end = 0;
        while (end < body.length()) {
            if (!term.find(end) || term.start() != end) {
                throw invalid(text);
            }
            // Go drops what is below a nanosecond in each term
            nanos = nanos.add(new BigDecimal(new BigDecimal(padded(term.group(1)))
                    .multiply(nanosOf(term.group(2)))
                    .toBigInteger()));
            end = term.end();
        }
        if (body.isEmpty() || nanos.compareTo(LONGEST) > 0) {
            throw invalid(text);
        }
        return Duration.ofNanos(negative ? -nanos.longValueExact() : nanos.longValueExact());
    }

    private static String padded(String number) {
        return number.startsWith(".") ? "0" + number : number.endsWith(".") ? number + "0" : number;
    }

    private static BigDecimal nanosOf(String unit) {
        BigDecimal nanos = NANOS.get(unit);
        if (nanos == null) {
            throw new IllegalStateException("unit without a length: " + unit);
        }
        return nanos;
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("not a Go duration such as 300ms, 1.5s or 1h2m: '" + text + "'");
    }
}
