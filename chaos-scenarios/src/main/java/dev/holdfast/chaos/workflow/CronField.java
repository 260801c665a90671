package dev.holdfast.chaos.workflow;

import java.util.Locale;

/**
 * One field of a cron expression: which values of its unit it takes.
 *
 * @param bits   bit n is set when value n is taken
 * @param isStar whether a part of it is {@code *} or {@code ?} without a step, which takes part in the choice of days
 */
record CronField(long bits, boolean isStar) {

    /** What a field counts, in its bounds and with its names. */
    enum Unit {
        SECOND(0, 59, ""),
        MINUTE(0, 59, ""),
        HOUR(0, 23, ""),
        DAY(1, 31, ""),
        MONTH(1, 12, "janfebmaraprmayjunjulaugsepoctnovdec"),
        WEEKDAY(0, 6, "sunmontuewedthufrisat");

        private final int least;
        private final int most;
        /** Three letters for each value. */
        private final String names;

        Unit(int least, int most, String names) {
            this.least = least;
            this.most = most;
            this.names = names;
        }

        private int value(String text) {
            int name = text.length() == 3 ? names.indexOf(text.toLowerCase(Locale.ROOT)) : -1;
            if (name >= 0 && name % 3 == 0) {
                return least + name / 3;
            }
            int value = number(text);
            if (value < least || value > most) {
                throw invalid(text);
            }
            return value;
        }

        private int number(String text) {
            if (!text.matches("[0-9]{1,9}")) {
                throw invalid(text);
            }
            return Integer.parseInt(text);
        }

        private IllegalArgumentException invalid(String text) {
            return new IllegalArgumentException(name().toLowerCase(Locale.ROOT) + ": expected " + least + " to " + most
                    + ", a range, a list or '*', with or without a step, given '" + text + "'");
        }
    }

    static CronField parse(String text, Unit unit) {
        long bits = 0;
        boolean star = false;
        for (String part : text.split(",", -1)) {
            if (!part.isEmpty()) {
                CronField range = range(part, unit);
                bits |= range.bits;
                star |= range.isStar;
            }
        }
        if (bits == 0) {
            throw unit.invalid(text);
        }
        return new CronField(bits, star);
    }

    private static CronField range(String text, Unit unit) {
        String[] stepped = text.split("/", -1);
        String[] ends = stepped[0].split("-", -1);
        // what stands after a star is not looked at
        boolean all = ends[0].equals("*") || ends[0].equals("?");
        if (stepped.length > 2 || ends.length > 2) {
            throw unit.invalid(text);
        }
        int step = stepped.length == 2 ? unit.number(stepped[1]) : 1;
        int from = all ? unit.least : unit.value(ends[0]);
        // a single value with a step goes on to the end
        int to = all || (ends.length == 1 && stepped.length == 2) ? unit.most : unit.value(ends[ends.length - 1]);
        if (step == 0 || from > to) {
            throw unit.invalid(text);
        }
        long bits = 0;
        for (int value = from; value <= to; value += step) {
            bits |= 1L << value;
        }
        return new CronField(bits, all && step == 1);
    }

    boolean has(int value) {
        return (bits >> value & 1) == 1;
    }
}
