package dev.holdfast.chaos.fault.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory: that many bytes, or that many percent of the machine's; the one that is not meant is 0. Chaos Mesh takes
 * all prefixes as powers of 1000, {@code Ki} as well. Source: FromHumanSize of docker/go-units.
 */
record Amount(long bytes, int percent) {

    private static final Pattern SIZE =
            Pattern.compile("\\+?([0-9]+\\.?[0-9]*|\\.[0-9]+) ?([kmgtp]?)(?:i?b)?", Pattern.CASE_INSENSITIVE);
    private static final String PREFIXES = "kmgtp";

    Amount {
        if ((bytes > 0) == (percent > 0) || bytes < 0 || percent < 0) {
            throw new IllegalArgumentException("size: must be above 0, given " + bytes + " bytes, " + percent + " %");
        }
    }

    /** Reads a size such as {@code 256MB} or {@code 50%}; throws {@link IllegalArgumentException} for another or nothing. */
    static Amount parse(String text) {
        if (text.endsWith("%")) {
            return new Amount(0, Integer.parseInt(text.substring(0, text.length() - 1)));
        }
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("size: expected one such as 256MB or 50%, given '" + text + "'");
        }
        int power = size.group(2).isEmpty() ? 0 : PREFIXES.indexOf(size.group(2).toLowerCase(Locale.ROOT)) + 1;
        BigDecimal bytes =
                new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1000).pow(power));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("size: more than any machine has, given '" + text + "'");
        }
        return new Amount(bytes.longValue(), 0);
    }

    /** Returns the bytes meant on this machine. */
    long bytesHere() {
        return percent == 0 ? bytes : memory("MemTotal") / 100 * percent;
    }

    /** Returns what could be taken without swapping. */
    static long availableBytes() {
        return memory("MemAvailable");
    }

    /** Source: proc_meminfo(5). */
    private static long memory(String name) {
        Path file = Path.of("/proc/meminfo");
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("find " + name + " in " + file));
        } catch (IOException e) {
            throw new UncheckedIOException("read " + file, e);
        }
    }
}
