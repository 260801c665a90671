package dev.holdfast.reports.check;

import java.util.Locale;

/** How the sentences of violations spell names and times. */
final class Words {
    private Words() {}

    static String name(String name) {
        return "'" + name + "'";
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, nanos < 10_000_000 ? "%.2f ms" : "%,.0f ms", nanos / 1e6);
    }
}
